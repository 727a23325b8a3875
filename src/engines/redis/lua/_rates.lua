-- _rates.lua: how often a gate lets jobs through, by the generic cell rate algorithm (`--- @use _rates`, after _record).
--   home   tats: GATE → microseconds: all that went through is paid then · due: GATE → milliseconds: it has room again, while
--          jobs wait before it

-- @param argument LIMIT PER_MS BURST
-- @return microseconds in which one more may pass, how many at once after a rest
local function rate_of(argument)
  local limit, per, burst = string.match(argument, '^(%S+) (%S+) (%S+)$')
  return tonumber(per) * 1000 / tonumber(limit), tonumber(burst)
end

local function paid_at(home, gate, now)
  return math.max(now, tonumber(redis.call('ZSCORE', home .. 'tats', gate) or '0'))
end

-- Sums of microseconds are exact to a quarter of one.
local function rate_room(home, gate, argument)
  local spacing, burst = rate_of(argument)
  local now = store_micros()
  return math.floor((burst * spacing - (paid_at(home, gate, now) - now) + 0.5) / spacing)
end

local function pay_rate(home, gate, argument, cost)
  local spacing = rate_of(argument)
  redis.call('ZADD', home .. 'tats', string.format('%.17g', paid_at(home, gate, store_micros()) + cost * spacing), gate)
end

-- A job is held before the gate: it has room for it then, unless somebody knows of an earlier instant.
local function expect_room(home, gate, argument, cost)
  local spacing, burst = rate_of(argument)
  local due = math.ceil((paid_at(home, gate, store_micros()) + (cost - burst) * spacing - 0.5) / 1000)
  local known = redis.call('ZSCORE', home .. 'due', gate)
  if not known or due < tonumber(known) then redis.call('ZADD', home .. 'due', fmt(due), gate) end
end
