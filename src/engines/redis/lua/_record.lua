-- _record.lua: the text form of a job, shared by the scripts that say `--- @use _record`.
--- @use _layout
--- @use _outbox
--- @use _waits
--- @use _turns
--- @use _key
--
-- layout.ts says what stands where; RANK, STATUS, INDEX, LETTER, MAY, FRESH, header and first_line come from there.

local NORMAL = '5'
-- Lua's stack bounds what unpack can spread over one command.
local SLICE = 4000

-- A payload of more bytes lies apart, in the hash `data`: Redis' Lua reads every byte of every text it makes several times over, and a
-- record is made anew at every turn of a job's life. Its record ends as below; JSON.stringify writes no raw \r.
local APART, APART_END = 65536, 'null\r}'
-- Given in place of one that stands in `data` already (IS_AHEAD of compose.ts).
local AHEAD = '\r'

local function is_apart(record)
  return string.byte(record, -2) == 13
end

-- A whole number below 2^53 as text. ('%.0f' takes twice as long, and some scripts need one or two per job.)
local function fmt(number)
  return string.format('%d', number)
end

-- The score in `states`, see layout.ts.
local function place_of(state, seq)
  return fmt(RANK[state] * SPAN + math.max(0, math.min(SPAN - 1, tonumber(seq) - EPOCH)))
end

local function put_in_state(base, state, seq, id)
  redis.call('ZADD', base .. 'states', place_of(state, seq), id)
end

local function count_of(base, state)
  local rank = RANK[state]
  return redis.call('ZCOUNT', base .. 'states', fmt(rank * SPAN), '(' .. fmt((rank + 1) * SPAN))
end

local function store_now()
  local time = store_time()
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- Scores of jobs: microseconds, one further for each job, so that the order of creation is strict over all queues.
local function store_micros()
  local time = store_time()
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

-- Milliseconds with three decimals: the token of one reserve, unlike every other.
local function store_token()
  local time = store_time()
  local micros = string.format('%06d', time[2])
  return time[1] .. string.sub(micros, 1, 3) .. '.' .. string.sub(micros, 4)
end

-- When a lease with this token began, in whole milliseconds.
local function begun(token)
  return string.match(token, '^%d+')
end

local function in_slices(command, key, args)
  local n = #args
  if n == 0 then return end
  if n <= SLICE then
    redis.call(command, key, unpack(args))
    return
  end
  for from = 1, n, SLICE do
    redis.call(command, key, unpack(args, from, math.min(from + SLICE - 1, n)))
  end
end

local function list_of(base, priority)
  if priority == NORMAL then return base .. 'waiting' end
  return base .. 'waiting:' .. priority
end

-- The lines 2 to 7 of a record.
local function lines(record)
  local meta, live, err, attempts, result, data =
    string.match(record, '\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n(.*)$')
  return { meta = meta, live = live, err = err, attempts = attempts, result = result, data = data }
end

local function join(h, l)
  return first_line(h) .. '\n' .. l.meta .. '\n' .. l.live .. '\n' .. l.err .. '\n' .. l.attempts .. '\n' ..
    l.result .. '\n' .. l.data
end

local function unblocked(live)
  return (string.gsub(live, '"blockedBy":"[^"]*",?', '', 1))
end

-- Only the first line changes: the rest is kept as it is.
local function reheaded(h, record)
  return first_line(h) .. string.match(record, '(\n.*)$')
end

local function add_attempt(l, attempt)
  local kept = string.match(l.attempts, '^"attempts":%[(.*)%],$')
  if kept ~= '' then kept = kept .. ',' end
  l.attempts = '"attempts":[' .. kept .. attempt .. '],'
end

-- @return session, token of the process that runs this job; nil when none does
local function runner(base, id)
  for _, session in ipairs(redis.call('SMEMBERS', base .. 'owners')) do
    local token = redis.call('HGET', base .. 'active:' .. session, id)
    if token then return session, token end
  end
end

-- `stale` has entries of lists whose job does not wait there any more: ID → PRIORITY, and where one has several 'ID PRIORITY' too.
local function mark_stale(base, id, priority)
  if redis.call('HSETNX', base .. 'stale', id, priority) == 0 then redis.call('HSET', base .. 'stale', id .. ' ' .. priority, '') end
end

-- @return whether the entry in the list of that priority was stale; it is not any more
local function unmark_stale(base, id, priority)
  if redis.call('HGET', base .. 'stale', id) == priority then return redis.call('HDEL', base .. 'stale', id) == 1 end
  return redis.call('HDEL', base .. 'stale', id .. ' ' .. priority) == 1
end

-- Puts an available job where it waits for its turn, at the far end, or in front with front = true. An id whose entry of
-- former times still lies in the list (cancelled there, see `stale`) gets that place back.
local function push(base, id, h, record, front)
  local tenant = tenant_of(record)
  if tenant then return push_in_turn(base, id, h, tenant, not front) end
  if unmark_stale(base, id, h.priority) then return end
  redis.call(front and 'RPUSH' or 'LPUSH', list_of(base, h.priority), id)
end

-- Tells resting consumers. One flag per queue, so that a busy queue publishes nothing. Who takes at the end of its call what comes into the
-- queue is quiet until then, see exchange.lua.
local function wake(base, channel)
  if this_call().quiet == base then return end
  if redis.call('DEL', base .. 'resting') == 1 then
    redis.call('PUBLISH', channel, 'w ' .. string.match(base, '{(.*)}:$'))
  end
end

local function task_of(record)
  return string.match(record, '\n"meta":{"task":"([^"]*)"') or ''
end

-- A job that a gate holds is in no list, see _gates.lua. @param now where the change has an instant of its own
-- @return whether it was held
local function leave_gate(base, id, now)
  local held = redis.call('HGET', base .. 'before', id)
  if not held then return false end
  redis.call('HDEL', base .. 'before', id)
  end_wait(base, id, fmt(now or store_now()))
  redis.call('ZREM', base .. 'before:' .. string.match(held, ' (.*)$'), id)
  return true
end

-- Takes a waiting job out of where it waits. Its record and its place in `states` are the caller's business.
-- @param now as in leave_gate @return whether it waited for its turn, which another one may have then: pass_turn_on
local function withdraw(base, id, h, record, now)
  local turn = h.state == 'a' and not leave_gate(base, id, now)
  if turn then
    local tenant = tenant_of(record)
    if tenant then leave_turn(base, id, h.priority, tenant) else mark_stale(base, id, h.priority) end
  elseif h.state == 's' or h.state == 'r' then
    redis.call('ZREM', base .. 'delayed', id)
  elseif h.state == 'b' then
    local task = task_of(record)
    redis.call('SREM', base .. 'held:' .. task, id)
    if redis.call('EXISTS', base .. 'held:' .. task) == 0 then redis.call('SREM', base .. 'held', task) end
  end
  if h.expires ~= '-' then redis.call('ZREM', base .. 'expiry', id) end
  return turn
end

-- Whether a job is on its way into another queue (_move.lua). Only blocked ones pay for asking.
local function is_moving(base, id, h)
  return h ~= nil and h.state == 'b' and redis.call('HEXISTS', base .. 'moving', id) == 1
end

-- Waiting → cancelled, with `err` as its error in JSON. @return as withdraw
local function cancel_waiting(base, id, h, record, err, now)
  local l = lines(record)
  l.err = '"error":' .. err .. ','
  l.live = unblocked(l.live)
  local before = { state = h.state, priority = h.priority, expires = h.expires }
  h.state = 'x'
  h.finished = fmt(now)
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  local turn = withdraw(base, id, before, record, now)
  put_in_state(base, 'x', h.seq, id)
  redis.call('RPUSH', base .. 'done:cancelled', h.finished .. ':' .. id)
  follow(base, id, l.meta, 'cancelled', h.attempt)
  return turn
end

-- U+FFFD, which UTF-8 has for what it cannot write.
local REPLACEMENT = '\239\191\189'

-- cjson takes no half of a surrogate pair, which JSON may hold. Its escape becomes what the client made of it in keys.
local function without_halves(json)
  return (string.gsub(json, '(\\.)([dD]?[89a-fA-F]?%x?%x?)', function(escape, rest)
    if escape == '\\u' and string.find(rest, '^[dD]...$') then return REPLACEMENT end
  end))
end

-- Never throws. @return the value; nil for what is no JSON at all
local function decoded(json)
  local read, value = pcall(cjson.decode, json)
  if not read then read, value = pcall(cjson.decode, without_halves(json)) end
  return read and value or nil
end

-- The names of the indexes of tags and of the schedule that a job is in. Only jobs that are in some pay for reading the
-- meta line.
local function further_indexes(record)
  local names, meta = {}, string.match(record, '\n"meta":([^\n]*),\n')
  if not meta or not (string.find(meta, '"tags":', 1, true) or string.find(meta, '"schedule":', 1, true)) then return names end
  local about = decoded(meta)
  if type(about) ~= 'table' then return names end
  for _, tag in ipairs(about.tags or {}) do names[#names + 1] = 'tag:' .. tag end
  if about.schedule then names[#names + 1] = 'schedule:' .. about.schedule.name end
  return names
end

-- Who died of what. `faults`: fingerprints by the last death · fault:FINGERPRINT: ids of the dead by their places in the order of
-- creation · fault-tasks:FINGERPRINT: tasks of these · died:FINGERPRINT TASK: their ids by the instants of their deaths
local function note_death(base, fingerprint, task, seq, id, at)
  redis.call('ZADD', base .. 'faults', at, fingerprint)
  redis.call('ZADD', base .. 'fault:' .. fingerprint, seq, id)
  redis.call('SADD', base .. 'fault-tasks:' .. fingerprint, task)
  redis.call('ZADD', base .. 'died:' .. fingerprint .. ' ' .. task, at, id)
end

-- @return the fingerprint that is stored with the error; nil where none is
local function fault_of(record)
  return string.match(record, '\n"error":{"fingerprint":"(%x+)"')
end

-- It is dead no more, or gone.
local function forget_death(base, id, record)
  local fingerprint = fault_of(record)
  if not fingerprint then return end
  local task, last = task_of(record), nil
  redis.call('ZREM', base .. 'fault:' .. fingerprint, id)
  redis.call('ZREM', base .. 'died:' .. fingerprint .. ' ' .. task, id)
  if redis.call('EXISTS', base .. 'died:' .. fingerprint .. ' ' .. task) == 0 then
    redis.call('SREM', base .. 'fault-tasks:' .. fingerprint, task)
  end
  for _, one in ipairs(redis.call('SMEMBERS', base .. 'fault-tasks:' .. fingerprint)) do
    local newest = redis.call('ZRANGE', base .. 'died:' .. fingerprint .. ' ' .. one, -1, -1, 'WITHSCORES')[2]
    if newest and (not last or tonumber(newest) > tonumber(last)) then last = newest end
  end
  if last then redis.call('ZADD', base .. 'faults', last, fingerprint) else redis.call('ZREM', base .. 'faults', fingerprint) end
end

-- Forgets a job that is in no list: record, indexes, and its entry in the id index where that is at hand.
-- @return true when that entry is left to the caller
local function forget(base, ids_key, id, record)
  local h = header(record)
  local chosen = string.find(record, '^[^\n]*\n"meta":{"task":"[^"]*","chosen":true') ~= nil
  -- Read before the first write: what cannot be read must not leave half of the job behind.
  local meta = h and further_indexes(record)
  drop_key(base, id, record, false)
  redis.call('HDEL', base .. 'jobs', id)
  if chosen and ids_key ~= '' then redis.call('HDEL', ids_key, id) end
  redis.call('HDEL', base .. 'ended', id)
  redis.call('HDEL', base .. 'waits', id)
  if is_apart(record) then redis.call('HDEL', base .. 'data', id) end
  if not h then return false end
  redis.call('ZREM', base .. 'states', id)
  if h.state == 'c' then redis.call('SREM', base .. 'succeeded', id) end
  if h.state == 'd' then
    redis.call('SREM', base .. 'failed', id)
    forget_death(base, id, record)
  end
  redis.call('ZREM', base .. 'task:' .. task_of(record), id)
  for _, index in ipairs(meta) do redis.call('ZREM', base .. index, id) end
  return chosen and ids_key == ''
end

-- A record of plain bee-queue in our form, of no task yet. It is not stored.
-- @return header, record
local function adopt(base, id, record)
  -- bee-queue writes data first and options next; the text is taken as it is, since cjson would spoil empty arrays.
  local data, rest = string.match(record, '^{"data":(.*),"options":{(.*)$')
  if not data then
    local value = decoded(record)
    -- What nobody can read is kept as the text that it is.
    if type(value) == 'table' then data = cjson.encode(value.data) else data = cjson.encode(record) end
  end
  local created = string.match(record, '"timestamp":(%d+)') or fmt(store_now())
  local retries = string.match(record, '"retries":(%d+)') or '0'
  local due = redis.call('ZSCORE', base .. 'delayed', id)
  local h = { state = due and 's' or 'a', priority = NORMAL, attempt = '0', max = fmt(tonumber(retries) + 1), rescues = '0',
    seq = fmt(tonumber(created) * 1000), created = created, expires = '-', started = '-', run = due or created, finished = '-' }
  -- The trace that came along, as bee-trace.ts reads it of a job that nobody has changed.
  local about = rest and string.find(rest, '"headers":{', 1, true) and decoded('{"options":{' .. rest) or {}
  local given = type(about.options) == 'table' and type(about.options.headers) == 'table' and about.options.headers or {}
  local baggage, parent, state, carried = given.baggage, given.traceparent, given.tracestate, ''
  local function carry(name, value) carried = carried .. ',"' .. name .. '":' .. cjson.encode(value) end
  if type(baggage) == 'string' and #baggage <= 8192 then carry('headers', { baggage = baggage }) end
  if type(parent) == 'string' and string.find(parent, '^%x%x%-%x+%-%x+%-%x%x$') and #parent == 55 then
    carry('traceparent', parent)
    if type(state) == 'string' and #state <= 512 then carry('tracestate', state) end
  end
  local l = { meta = '"meta":{"task":"","foreign":true' .. carried .. '},', live = FRESH.live, err = FRESH.error,
    attempts = FRESH.attempts, result = FRESH.result, data = '"data":' .. data .. '}' }
  return h, join(h, l)
end
