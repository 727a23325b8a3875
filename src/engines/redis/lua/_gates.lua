-- _gates.lua: how many jobs that name the same gate may run at once, or begin in a time (`--- @use _gates`, after _record).
--- @use _rates
--- @use _holds
--- @use _circuits
--- @use _cancel
--
-- A gate has its home where one script reaches all who pass it: the keys of no queue, or on a Cluster those of the queue. `gating`
-- of a queue, set with its first job that has gates, and when gates are applied that jobs need not name, says where that is;
-- queues without it pay for one look.
--   home   gates: name → 'REASON ARGUMENT' · passed: 'task NAME' or 'queue NAME' → lines 'COST GATE' of gates that these pass
--          · through:GATE: 'QUEUE ID' of those who are through · heavy:GATE: 'QUEUE ID' → what it counts beyond one
--          · waiting-at:GATE: bases of queues
--   queue  passes: id → 'TOKEN SESSION', newline, its gates · before: id → 'REASON GATE' of those held · before:GATE: their ids by
--          priority and creation · waited: gates that some of this queue wait before

-- What holds a job, as it is told: 'REASON GATE'; in front of it the instant in milliseconds at which a rate has room again or a
-- hold ends, and on a line of its own why, in JSON.
local function told_hold(base, id)
  local held = redis.call('HGET', base .. 'before', id)
  if not held then return '' end
  local gate = string.match(held, ' (.*)$')
  if is_hold(gate) then
    local ends, why = hold_at(redis.call('GET', base .. 'holding') or base, gate)
    return (ends and ends ~= '' and ends .. ' ' or '') .. held .. '\n' .. (why or '')
  end
  local home = redis.call('GET', base .. 'gating') or base
  local due = redis.call('ZSCORE', home .. 'due', gate)
  return due and due .. ' ' .. held or held
end

local function global_of(base)
  return string.match(base, '^([^{]*){') .. '{$}:'
end

-- Where the gates of a job begin in its meta line; nil when it has none. Those of a job that follows from its end stand behind them.
local function gates_at(text)
  local _, from = string.find(text, '"gates":[', 1, true)
  local consequences = from and string.find(text, '"consequences":[', 1, true)
  if from and not (consequences and consequences < from) then return from end
  return nil
end

-- A job came into the queue. Where one script may reach the id index, it reaches the home of all gates.
-- @param text what has the meta line in it
local function note_gates(base, ids_key, text)
  if not gates_at(text) then return end
  redis.call('SET', base .. 'gating', ids_key == '' and base or global_of(base))
end

-- The names stand in the meta line; quotes inside of other texts there are escaped. Here a gate is called as JSON writes it: so
-- no name has a line break, and none has to be read. gates.ts names rules that way, and record.ts reads holds.
local function gates_in(record)
  local names, meta = {}, string.match(record, '\n"meta":([^\n]*)\n') or ''
  local at = gates_at(meta)
  while at and string.sub(meta, at + 1, at + 1) == '"' do
    local from, to = at + 2, at + 2
    while true do
      to = string.find(meta, '["\\]', to)
      if string.sub(meta, to, to) == '"' then break end
      to = to + 2
    end
    names[#names + 1] = string.sub(meta, from, to - 1)
    -- Behind the quote stands a comma, or the end of the list.
    at = to + 1
  end
  return names
end

local function used_of(home, gate)
  local used = redis.call('SCARD', home .. 'through:' .. gate)
  if used == 0 then return 0 end
  for _, more in ipairs(redis.call('HVALS', home .. 'heavy:' .. gate)) do used = used + tonumber(more) end
  return used
end

-- By the reason of a rule: how many more may pass at that instant, `now`.
local ROOM = {
  concurrency = function(home, gate, argument) return tonumber(string.match(argument, '^%d+')) - used_of(home, gate) end,
  rate = rate_room,
  hold = function() return 0 end,
  bucket = shut_room,
  breaker = breaker_room,
}

-- @return the reason of its rule and its argument, nil where it has none
local function rule_of(home, gate)
  local rule = redis.call('HGET', home .. 'gates', string.match(gate, '^[^/]*'))
  if rule then return string.match(rule, '^(%a+) ?(.*)$') end
  if is_hold(gate) and hold_at(home, gate) then return 'hold', '' end
end

-- @return how many more may pass
local function room_at(home, gate)
  local reason, argument = rule_of(home, gate)
  return reason and ROOM[reason](home, gate, argument, store_now()) or math.huge
end

-- @param known what was read in this script: who → lines
local function add_passed(tolls, home, who, known)
  local text = known[who]
  if not text then
    text = redis.call('HGET', home .. 'passed', who) or ''
    known[who] = text
  end
  for cost, gate in string.gmatch(text, '(%d+) ([^\n]*)') do tolls[#tolls + 1] = { gate = gate, cost = tonumber(cost) } end
end

-- The gates on a job's way, with what each of them costs it: those that it names, those of its task and of its queue.
local function tolls_of(base, home, record, known)
  local tolls = {}
  for _, gate in ipairs(gates_in(record)) do tolls[#tolls + 1] = { gate = gate, cost = 1 } end
  if known.none == nil then known.none = redis.call('EXISTS', home .. 'passed') == 0 end
  if known.none then return tolls end
  add_passed(tolls, home, 'task ' .. task_of(record), known)
  add_passed(tolls, home, 'queue ' .. string.match(base, '{([^/}]*)[^}]*}:$'), known)
  return tolls
end

local function member_of(base, id)
  return string.match(base, '{(.*)}:$') .. ' ' .. id
end

-- @param silent whether it is not told yet that it waits
local function hold(base, home, gate, reason, id, record, silent)
  local h = header(record)
  if not silent then note_wait(base, id, record, h.started, reason, gate, fmt(store_now())) end
  local place = math.max(0, math.min(SPAN - 1, tonumber(h.seq) - EPOCH))
  redis.call('HSET', base .. 'before', id, reason .. ' ' .. gate)
  redis.call('ZADD', base .. 'before:' .. gate, fmt(tonumber(h.priority) * SPAN + place), id)
  redis.call('SADD', base .. 'waited', gate)
  redis.call('SADD', home .. 'waiting-at:' .. gate, base)
end

-- The first ones held before a gate in one queue, in front of their priority.
-- @param ids those, in order, in place of the first `count`
-- @return how many
local function let_go(base, home, gate, count, ids)
  ids = ids or redis.call('ZRANGE', base .. 'before:' .. gate, 0, count - 1)
  -- In reverse, so that the first one is the first again.
  for i = #ids, 1, -1 do
    local id = ids[i]
    redis.call('ZREM', base .. 'before:' .. gate, id)
    redis.call('HDEL', base .. 'before', id)
    end_wait(base, id, fmt(store_now()))
    if is_hold(gate) then redis.call('HDEL', base .. 'asked', id) end
    local record = redis.call('HGET', base .. 'jobs', id)
    if record then push(base, id, header(record), record, true) end
  end
  if redis.call('EXISTS', base .. 'before:' .. gate) == 0 then
    redis.call('SREM', base .. 'waited', gate)
    redis.call('SREM', home .. 'waiting-at:' .. gate, base)
  end
  if #ids > 0 then wake(base, base .. 'signals') end
  return #ids
end

-- Where there is room: a rule may have become narrower. Of each queue one: the others would wait for ever on a queue that is
-- paused or that nobody consumes.
local function next_before(home, gate)
  if room_at(home, gate) <= 0 then return end
  for _, waiting in ipairs(redis.call('SMEMBERS', home .. 'waiting-at:' .. gate)) do let_go(waiting, home, gate, 1) end
end

-- A job that waited for its turn leaves without it: perhaps the gate had let it go, and then the next one takes its place.
local function pass_turn_on(base, record)
  local home = redis.call('GET', base .. 'gating')
  if not home then return end
  for _, toll in ipairs(tolls_of(base, home, record, {})) do next_before(home, toll.gate) end
end

local function leave_through(home, gate, member)
  redis.call('SREM', home .. 'through:' .. gate, member)
  redis.call('HDEL', home .. 'heavy:' .. gate, member)
end

-- @param judgement 'good', 'bad' or nil @param token of the attempt @param changes see end_before
local function give_back_by(base, id, token, gates, judgement, changes)
  local home = redis.call('GET', base .. 'gating')
  redis.call('HDEL', base .. 'passes', id)
  for gate in string.gmatch(gates .. '\n', '([^\n]*)\n') do
    leave_through(home, gate, member_of(base, id))
    local reason, argument = rule_of(home, gate)
    if reason == 'breaker' then end_before(home, gate, argument, judgement, tonumber(begun(token)), changes) end
    next_before(home, gate)
  end
end

-- Where a former attempt was cancelled and still runs, the job counts once, by its new one.
local function pay(base, home, tolls, session, token, id)
  local gates, former = {}, redis.call('HGET', base .. 'passes', id)
  if former then give_back_by(base, id, string.match(former, '^(%S+) [^\n]*\n(.*)$')) end
  for _, toll in ipairs(tolls) do
    if toll.reason == 'rate' then
      pay_rate(home, toll.gate, toll.argument, toll.cost)
    elseif toll.reason ~= 'bucket' then
      if toll.reason == 'breaker' then pass_breaker(home, toll.gate) end
      gates[#gates + 1] = toll.gate
      redis.call('SADD', home .. 'through:' .. toll.gate, member_of(base, id))
      if toll.cost > 1 then redis.call('HSET', home .. 'heavy:' .. toll.gate, member_of(base, id), toll.cost - 1) end
    end
  end
  if #gates > 0 then redis.call('HSET', base .. 'passes', id, token .. ' ' .. session .. '\n' .. table.concat(gates, '\n')) end
end

-- The attempt of that token is over; one that began since keeps what it took.
local function give_pass_back(base, id, token, judgement, changes)
  local pass = redis.call('HGET', base .. 'passes', id)
  local holder, gates = string.match(pass or '', '^(%S+) [^\n]*\n(.*)$')
  if holder == token then give_back_by(base, id, token, gates, judgement, changes) end
end

-- The session is over, and with it all that its attempts took: those too of jobs that were cancelled while they ran.
local function give_passes_back(base, session)
  local passes = redis.call('HGETALL', base .. 'passes')
  for i = 1, #passes, 2 do
    local token, holder, gates = string.match(passes[i + 1], '^(%S+) ([^\n]*)\n(.*)$')
    if holder == session then give_back_by(base, passes[i], token, gates) end
  end
end

-- Of those who are through a gate the one that has run longest is cancelled.
local function supersede(base, home, gate, err, ended)
  local oldest
  for _, member in ipairs(redis.call('SMEMBERS', home .. 'through:' .. gate)) do
    local queue, id = string.match(member, '^(%S+) (.*)$')
    local other = string.match(base, '^([^{]*){') .. '{' .. queue .. '}:'
    local session, token = runner(other, id)
    if session and (not oldest or token < oldest.token) then
      oldest = { base = other, queue = queue, id = id, session = session, token = token }
    end
  end
  local record = oldest and redis.call('HGET', oldest.base .. 'jobs', oldest.id)
  local h = record and header(record)
  if not h then return end
  cancel_running(oldest.base, oldest.id, oldest.session, oldest.token, h, record, err, store_now())
  tell_ended(oldest.base, oldest.base .. 'signals', oldest.session, { oldest.id })
  for _, text in ipairs({ oldest.id, task_of(record), oldest.queue .. ' ' .. err }) do ended[#ended + 1] = text end
end

-- A job finds no room where others run, and the rule says more than to wait: 'LIMIT skip ERROR', 'LIMIT cancelRunning ERROR'.
-- @param ended gets id, task and 'QUEUE ERROR' of those that are cancelled by it @return whether the job is over
local function conflict_at(base, home, toll, id, record, ended)
  local conflict, err = string.match(toll.argument, '^%d+ (%a+) (.*)$')
  if conflict == 'cancelRunning' then supersede(base, home, toll.gate, err, ended) end
  if conflict ~= 'skip' then return false end
  -- It is in no list any more, whatever `stale` makes of it; and it may have been let go of in the place of another one.
  cancel_waiting(base, id, header(record), record, err, store_now())
  pass_turn_on(base, record)
  redis.call('HDEL', base .. 'stale', id)
  for _, text in ipairs({ id, task_of(record), string.match(base, '{(.*)}:$') .. ' ' .. err }) do ended[#ended + 1] = text end
  return true
end

-- As engine/gates.ts says it.
local function needed_of(toll)
  local all = toll.cost
  if toll.reason == 'rate' then all = burst_of(toll.argument) end
  if toll.reason == 'concurrency' then all = tonumber(string.match(toll.argument, '^%d+')) end
  return math.max(1, math.min(toll.cost, all))
end

-- A job is held before a gate: when it is looked for, where that is known.
local function expect(home, toll, now)
  if toll.reason == 'rate' then
    expect_room(home, toll.gate, toll.argument, toll.cost)
  elseif toll.reason ~= 'concurrency' then
    expect_open(home, toll.gate, now)
  end
end

-- A job that came to its turn. @param known see tolls_of @param ended see conflict_at
-- @return whether it is through all its gates; else it is held, or over
local function let_through(base, home, session, token, id, record, known, ended)
  local tolls, now = tolls_of(base, home, record, known), tonumber(begun(token))
  for _, toll in ipairs(tolls) do
    toll.reason, toll.argument = rule_of(home, toll.gate)
    local needed = toll.reason and needed_of(toll)
    if needed and ROOM[toll.reason](home, toll.gate, toll.argument, now) < needed then
      if toll.reason == 'concurrency' and conflict_at(base, home, toll, id, record, ended) then return false end
      hold(base, home, toll.gate, toll.reason, id, record)
      toll.cost = needed
      expect(home, toll, now)
      return false
    end
  end
  pay(base, home, tolls, session, token, id)
  return true
end
