-- _rates.lua: how often a gate lets jobs through, by the generic cell rate algorithm (`--- @use _rates`, after _record).
--   home   tats: GATE → microseconds: all that went through is paid then · due: GATE → milliseconds: it has room again, while
--          jobs wait before it

-- @param argument LIMIT PER_MS BURST
-- @return microseconds in which one more may pass, how many at once after a rest
local function rate_of(argument)
  local limit, per, burst = string.match(argument, '^(%S+) (%S+) (%S+)$')
  return tonumber(per) * 1000 / tonumber(limit), tonumber(burst)
end

local function burst_of(argument)
  local _, burst = rate_of(argument)
  return burst
end

-- Never later than the burst reaches: a rule that lets more through counts at once, as if it had just been used up.
local function paid_at(home, gate, now, reach)
  local tat = tonumber(redis.call('ZSCORE', home .. 'tats', gate) or '0')
  return math.max(now, math.min(tat, now + reach))
end

-- Sums of microseconds are exact to a quarter of one.
local function rate_room(home, gate, argument)
  local spacing, burst = rate_of(argument)
  local now = store_micros()
  return math.floor((burst * spacing - (paid_at(home, gate, now, burst * spacing) - now) + 0.5) / spacing)
end

local function pay_rate(home, gate, argument, cost)
  local spacing, burst = rate_of(argument)
  local paid = paid_at(home, gate, store_micros(), burst * spacing)
  redis.call('ZADD', home .. 'tats', string.format('%.17g', paid + cost * spacing), gate)
end

-- @return the millisecond at which it has room for a job of that cost, should nobody pass meanwhile
local function has_room_at(home, gate, argument, cost)
  local spacing, burst = rate_of(argument)
  return math.ceil((paid_at(home, gate, store_micros(), burst * spacing) + (cost - burst) * spacing - 0.5) / 1000)
end

-- Jobs wait before the gate: it has room for one of that cost then. Its rule may have changed since it was paid.
local function expect_anew(home, gate, argument, cost)
  local spacing, burst = rate_of(argument)
  redis.call('ZADD', home .. 'due', fmt(has_room_at(home, gate, argument, cost)), gate)
  redis.call('ZADD', home .. 'tats', string.format('%.17g', paid_at(home, gate, store_micros(), burst * spacing)), gate)
end

-- A job is held before the gate; somebody may know of an earlier instant.
local function expect_room(home, gate, argument, cost)
  local known = redis.call('ZSCORE', home .. 'due', gate)
  if not known or has_room_at(home, gate, argument, cost) < tonumber(known) then expect_anew(home, gate, argument, cost) end
end

-- As many as have room were let go: the next one follows when they have passed and there is room for it. Where nobody passed
-- for long, they are not taken: then it follows after the time in which that many are earned again.
local function next_after(home, gate, argument, room)
  local spacing, burst = rate_of(argument)
  if room < burst then return has_room_at(home, gate, argument, room + 1) end
  return math.ceil(store_micros() / 1000 + room * spacing / 1000)
end
