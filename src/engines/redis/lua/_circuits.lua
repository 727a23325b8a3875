-- _circuits.lua: gates that are shut until an instant, breakers and buckets (`--- @use _circuits`, after _record). What they are
-- says engine/circuit.ts; a circuit that has no text is closed. Time goes on while a script runs: what decides whether an attempt may
-- begin goes by the instant at which it begins, or one that passed as a probe would have begun before.
--   home   circuits: GATE → 'UNTIL BEGUN GOOD' and ' AT:GOOD:BAD' of each slice

local SLICES = 10

local function circuit_at(home, gate)
  local text = redis.call('HGET', home .. 'circuits', gate)
  local untils, begun_of, good, slices = string.match(text or '0 0 0', '^(%d+) (%d+) (%d+)(.*)$')
  return { till = tonumber(untils), begun = tonumber(begun_of), good = tonumber(good), slices = slices }
end

local function keep_circuit(home, gate, c)
  redis.call('HSET', home .. 'circuits', gate, fmt(c.till) .. ' ' .. fmt(c.begun) .. ' ' .. fmt(c.good) .. c.slices)
end

-- @param argument PERCENT OF WITHIN OPEN_FOR PROBES
local function breaker_of(argument)
  local percent, of, within, open_for, probes = string.match(argument, '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
  return { percent = tonumber(percent), of = tonumber(of), within = tonumber(within), open_for = tonumber(open_for), probes = tonumber(probes) }
end

-- @param now when an attempt would begin
local function breaker_room(home, gate, argument, now)
  local c = circuit_at(home, gate)
  if c.till == 0 then return math.huge end
  if now < c.till then return 0 end
  local probes = breaker_of(argument).probes
  -- Fewer are asked for than when they passed: the next end closes it, whoever it is of.
  return c.good >= probes and math.huge or probes - c.begun
end

-- Of a gate without a breaker: all, or none while it is shut.
local function shut_room(home, gate, _, now)
  return now < circuit_at(home, gate).till and 0 or math.huge
end

local function pass_breaker(home, gate)
  local c = circuit_at(home, gate)
  if c.till == 0 then return end
  c.begun = c.begun + 1
  keep_circuit(home, gate, c)
end

-- Jobs that wait before a gate without a rate are looked for then.
local function expect_at(home, gate, at)
  redis.call('ZADD', home .. 'due', fmt(at), gate)
end

local function opened_at(now, rule)
  return { till = now + rule.open_for, begun = 0, good = 0, slices = '' }
end

local function count_in(c, rule, judgement, now)
  local at, good, bad = math.floor(now * SLICES / rule.within), 0, 0
  local own, kept = { at = at, good = 0, bad = 0 }, {}
  for slice, well, badly in string.gmatch(c.slices, '(%d+):(%d+):(%d+)') do
    slice, well, badly = tonumber(slice), tonumber(well), tonumber(badly)
    if slice == at then
      own = { at = at, good = well, bad = badly }
    elseif slice > at - SLICES then
      kept[#kept + 1] = { at = slice, good = well, bad = badly }
    end
  end
  own[judgement] = own[judgement] + 1
  kept[#kept + 1] = own
  local slices = ''
  for _, one in ipairs(kept) do
    good, bad = good + one.good, bad + one.bad
    slices = slices .. ' ' .. fmt(one.at) .. ':' .. fmt(one.good) .. ':' .. fmt(one.bad)
  end
  if good + bad >= rule.of and bad * 100 >= rule.percent * (good + bad) then return opened_at(now, rule) end
  c.slices = slices
  return c
end

-- @return the circuit afterwards; nil: nothing has changed
local function judged(c, rule, judgement, started, now)
  if c.till == 0 then return judgement and count_in(c, rule, judgement, now) end
  if started < c.till then return nil end
  if judgement == 'bad' then return opened_at(now, rule) end
  if not judgement then
    c.begun = math.max(0, c.begun - 1)
    return c
  end
  c.good = c.good + 1
  return c.good >= rule.probes and { till = 0, begun = 0, good = 0, slices = '' } or c
end

-- An attempt that has passed is over. Who waits comes when it opens again, or at the next step where it has closed.
-- @param changes gets the gate and its instant, or '' where it has closed
local function end_before(home, gate, argument, judgement, started, changes)
  local before = circuit_at(home, gate)
  local till, rule, now = before.till, breaker_of(argument), store_now()
  local after = judged(before, rule, judgement, started, now)
  if not after then return end
  keep_circuit(home, gate, after)
  if after.till == till then return end
  expect_at(home, gate, after.till == 0 and now or after.till)
  if changes then
    changes[#changes + 1] = gate
    changes[#changes + 1] = after.till == 0 and '' or fmt(after.till)
  end
end

-- Nobody passes for so many milliseconds; what is shut for longer stays so.
local function shut_gate(home, gate, ms)
  local c = circuit_at(home, gate)
  c.till = math.max(c.till, store_now() + math.ceil(ms))
  keep_circuit(home, gate, c)
  expect_at(home, gate, c.till)
end

-- A job is held before the gate: it is looked for when the gate opens. Where probes run, their ends lead to it.
-- @param now by which it was held
local function expect_open(home, gate, now)
  local till = circuit_at(home, gate).till
  if till > now then expect_at(home, gate, till) end
end

-- @return when those that still wait are looked for; nil: the end of an attempt leads to them
local function next_open(home, gate, reason, now)
  local till = circuit_at(home, gate).till
  if till > now then return till end
  if reason == 'breaker' and till > 0 then return nil end
  return now
end
