--- @use _record
-- reserve: available → running, most urgent list first, first come first served in each.
-- KEYS[1] queue base                      KEYS[2] lease key of the session
-- ARGV[1] session · [2] how many · [3] error in JSON for jobs past their expiry
-- reply   {'lost'} the lease is gone | {'paused'} | {'ok', token, more, expired, id, record, id, record, …}
--         expired: {id, task, id, task, …} of those cancelled on the way
--         more = 1: the search ended at its bound, not at the end of the lists
-- cost    O(n · log(queue)); entries of jobs cancelled in the list are dropped on the way, at most 1 000 a call
--
-- Nothing is written into the records: the active hash of the session (id → token) says who runs what.
-- It is written before the lists are cut, so that a full Redis refuses the whole step.
if redis.call('EXISTS', KEYS[2]) == 0 then return { 'lost' } end
local base, session, want = KEYS[1], ARGV[1], tonumber(ARGV[2])
if redis.call('EXISTS', base .. 'paused') == 1 then return { 'paused' } end
local now = store_now()
local token, active = store_token(), base .. 'active:' .. session
local stale = redis.call('HLEN', base .. 'stale') > 0
local mortal = redis.call('ZCARD', base .. 'expiry') > 0
local reply, budget = { 'ok', token, 0, {} }, want + 1000

-- Splits one end of a list into what may run and what may not; oldest first.
local function sort_out(chunk)
  local good = {}
  for i = #chunk, 1, -1 do
    local id = chunk[i]
    if stale and redis.call('HDEL', base .. 'stale', id) == 1 then
      id = nil
    elseif mortal then
      local expires = redis.call('ZSCORE', base .. 'expiry', id)
      if expires and tonumber(expires) <= now then
        local record = redis.call('HGET', base .. 'jobs', id)
        cancel_waiting(base, id, header(record), record, ARGV[3], now)
        redis.call('HDEL', base .. 'stale', id)
        table.insert(reply[4], id)
        table.insert(reply[4], task_of(record))
        id = nil
      end
    end
    if id then good[#good + 1] = id end
  end
  return good
end

local function take(list)
  local size = math.min(want, SLICE / 2)
  local chunk = redis.call('LRANGE', list, -size, -1)
  local count = #chunk
  if count == 0 then return false end
  local good = chunk
  if stale or mortal then
    good = sort_out(chunk)
  else
    good = {}
    for i = count, 1, -1 do good[#good + 1] = chunk[i] end
  end
  if #good > 0 then
    local records, marks, taken = redis.call('HMGET', base .. 'jobs', unpack(good)), {}, {}
    for i, id in ipairs(good) do
      -- An id without a record was removed by a bee-queue program: it is dropped here.
      if records[i] then
        marks[#marks + 1] = id
        marks[#marks + 1] = token
        taken[#taken + 1] = id
        reply[#reply + 1] = id
        reply[#reply + 1] = records[i]
      end
    end
    if #taken > 0 then
      redis.call('HSET', active, unpack(marks))
      redis.call('ZREM', base .. 'state:available', unpack(taken))
      if mortal then redis.call('ZREM', base .. 'expiry', unpack(taken)) end
      want = want - #taken
    end
  end
  redis.call('LTRIM', list, 0, -(count + 1))
  budget = budget - count
  return true
end

for priority = 0, 9 do
  local list = list_of(base, tostring(priority))
  while want > 0 and budget > 0 and take(list) do end
end
if #reply > 4 then redis.call('SADD', base .. 'owners', session) end
if want > 0 then
  if budget <= 0 then reply[3] = 1 else redis.call('SET', base .. 'resting', '1') end
end
return reply
