-- _reserve.lua: available → running; shared by reserve and exchange (`--- @use _reserve`, after _record and _gates).
--
-- Most urgent list first, first come first served in each. Nothing is written into the records: the active hash of
-- the session (id → token) says who runs what. The first write is one that a full Redis refuses: then nothing moves.

-- Redis keeps a small hash as a list that each command goes through from its begin, until one value is longer than 64
-- bytes (hash-max-listpack-value); a table it stays from then on. Where dozens of jobs run at once a table takes 0.8 µs
-- less per job.
-- A text as it is: a library of functions is loaded where nothing of `string` is at hand.
local MANY, LONG = 16, '-----------------------------------------------------------------'

-- Leaves out what may not run any more: cancelled in the list, or past its expiry (cancelled here).
local function sort_out(base, ids, stale, mortal, expired_error, expired)
  local good, now = {}, store_now()
  for _, id in ipairs(ids) do
    local runs = not (stale and redis.call('HDEL', base .. 'stale', id) == 1)
    if runs and mortal then
      local expires = redis.call('ZSCORE', base .. 'expiry', id)
      if expires and tonumber(expires) <= now then
        local record = redis.call('HGET', base .. 'jobs', id)
        if cancel_waiting(base, id, header(record), record, expired_error, now) then pass_turn_on(base, record) end
        redis.call('HDEL', base .. 'stale', id)
        expired[#expired + 1] = id
        expired[#expired + 1] = task_of(record)
        expired[#expired + 1] = ''
        runs = false
      end
    end
    if runs then good[#good + 1] = id end
  end
  return good
end

-- @return {'lost'} the lease is gone | {'paused'} | {'ok', token, more, expired, id, record, id, record, …}
--   more = 1: the search ended at its bound, not at the end of the lists
--   expired: {id, task, '', …} of those past their expiry that were cancelled on the way, {id, task, 'QUEUE ERROR', …} of those that a
--   conflict has ended
local function reserve(base, lease, session, want, expired_error)
  if redis.call('EXISTS', lease) == 0 then return { 'lost' } end
  if redis.call('EXISTS', base .. 'paused') == 1 then return { 'paused' } end
  local token, active = store_token(), base .. 'active:' .. session
  local stale = redis.call('HLEN', base .. 'stale') > 0
  local mortal = redis.call('ZCARD', base .. 'expiry') > 0
  local home = redis.call('GET', base .. 'gating')
  local budget, expired, known, owner = want + 1000, {}, {}, false
  local reply = { 'ok', token, 0, expired }

  local function start(ids)
    local records, marks, taken, size = redis.call('HMGET', base .. 'jobs', unpack(ids)), {}, {}, #reply
    for i = 1, #ids do
      local id, record = ids[i], records[i]
      -- An id without a record was removed by a bee-queue program: it is dropped here.
      if record and (not home or let_through(base, home, session, token, id, record, known, expired)) then
        local n = #taken + 1
        taken[n] = id
        marks[2 * n - 1] = id
        marks[2 * n] = token
        reply[size + 2 * n - 1] = id
        reply[size + 2 * n] = record
      end
    end
    if #taken == 0 then return end
    if #taken >= MANY and redis.call('EXISTS', active) == 0 then
      redis.call('HSET', active, '', LONG)
      redis.call('HSET', active, unpack(marks))
      redis.call('HDEL', active, '')
    else
      redis.call('HSET', active, unpack(marks))
    end
    if mortal then redis.call('ZREM', base .. 'expiry', unpack(taken)) end
    want = want - #taken
  end

  local function take(list)
    -- Also the write that a full Redis refuses, before anything is taken out of a list.
    if not owner then
      if redis.call('EXISTS', list) == 0 then return false end
      redis.call('SADD', base .. 'owners', session)
      owner = true
    end
    local ids = redis.call('RPOP', list, math.min(want, SLICE / 2))
    if not ids then return false end
    budget = budget - #ids
    if stale or mortal then ids = sort_out(base, ids, stale, mortal, expired_error, expired) end
    if #ids > 0 then start(ids) end
    return true
  end

  for priority = 0, 9 do
    local list = list_of(base, tostring(priority))
    while want > 0 and budget > 0 and take(list) do end
  end
  if want > 0 then
    if budget <= 0 then reply[3] = 1 else redis.call('SET', base .. 'resting', '1') end
  end
  return reply
end
