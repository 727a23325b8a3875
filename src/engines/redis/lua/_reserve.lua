-- _reserve.lua: available → running; shared by reserve and exchange (`--- @use _reserve`, after _record and _gates).
--- @use _shares
--
-- Most urgent list first, or as priorities share; first come first served in each, but tenants take turns. Nothing is written into the records: the active hash of
-- the session (id → token) says who runs what. The first write is one that a full Redis refuses: then nothing moves.

-- Redis keeps a small hash as a list that each command goes through from its begin, until one value is longer than 64
-- bytes (hash-max-listpack-value); a table it stays from then on. Where dozens of jobs run at once a table takes 0.8 µs
-- less per job.
-- A text as it is: a library of functions is loaded where nothing of `string` is at hand.
local MANY, LONG = 16, '-----------------------------------------------------------------'

-- Leaves out what may not run any more: cancelled in the list, or past its expiry (cancelled here).
local function sort_out(base, priority, ids, stale, mortal, expired_error, expired)
  local good, now = {}, store_now()
  for _, id in ipairs(ids) do
    local runs = not (stale and unmark_stale(base, id, priority))
    if runs and mortal then
      local expires = redis.call('ZSCORE', base .. 'expiry', id)
      if expires and tonumber(expires) <= now then
        local record = redis.call('HGET', base .. 'jobs', id)
        if cancel_waiting(base, id, header(record), record, expired_error, now) then pass_turn_on(base, record) end
        unmark_stale(base, id, priority)
        expired[#expired + 1] = id
        expired[#expired + 1] = task_of(record)
        runs = false
      end
    end
    if runs then good[#good + 1] = id end
  end
  return good
end

-- @return {'lost'} the lease is gone | {'paused'} | {'ok', token, more, expired, id, record, id, record, …}
--   more = 1: the search ended at its bound, not at the end of the lists
--   expired: {id, task, …} of those cancelled on the way
-- @param order '' the most urgent priority first | weighted: they share
local function reserve(base, lease, session, want, expired_error, order)
  if redis.call('EXISTS', lease) == 0 then return { 'lost' } end
  local keyed = redis.call('EXISTS', base .. 'paused', base .. 'keyed') > 0
  if keyed and redis.call('EXISTS', base .. 'paused') == 1 then return { 'paused' } end
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
      if record and (not home or let_through(base, home, session, token, id, record, known)) then
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

  -- Also the write that a full Redis refuses, before anything is taken out of a list.
  local function own()
    if not owner then redis.call('SADD', base .. 'owners', session) end
    owner = true
  end

  -- @return those of the ids that may run
  local function fit(priority, ids)
    budget = budget - #ids
    if stale or mortal then return sort_out(base, priority, ids, stale, mortal, expired_error, expired) end
    return ids
  end

  -- @param most of the jobs in a list @return false when it has none
  local function take(priority, most)
    local list = list_of(base, priority)
    if not owner and redis.call('EXISTS', list) == 0 then return false end
    own()
    local ids = redis.call('RPOP', list, math.min(most, SLICE / 2))
    if not ids then return false end
    ids = fit(priority, ids)
    if #ids > 0 then start(ids) end
    return true
  end

  -- One job of a tenant, '' is none. @return id that may run, nil when it has none
  local function one_of(priority, tenant)
    while budget > 0 do
      local id
      if tenant == '' then
        id = redis.call('RPOP', list_of(base, priority))
      else
        id = redis.call('ZPOPMIN', turn_key(base, priority, tenant))[1]
        if id then redis.call('ZREM', base .. 'keyed', id) end
      end
      if not id then return nil end
      local fitting = fit(priority, { id })
      if fitting[1] then return id end
    end
  end

  -- As many rounds as it takes. @return false when no tenant takes turns here
  local function take_in_turn(priority, most)
    local turns, ids = base .. 'turns:' .. priority, {}
    if not keyed or redis.call('EXISTS', turns) == 0 then return false end
    own()
    local turn = tonumber(redis.call('GET', base .. 'turn'))
    while #ids < math.min(most, SLICE / 2) and budget > 0 do
      local tenant = redis.call('ZRANGE', turns, 0, 0)[1]
      if not tenant then break end
      ids[#ids + 1] = one_of(priority, tenant)
      if tenant == '' or not quit_turns(base, priority, tenant) then
        turn = turn + 1
        redis.call('ZADD', turns, fmt(turn), tenant)
      end
    end
    redis.call('SET', base .. 'turn', fmt(turn))
    if #ids > 0 then start(ids) end
    return true
  end

  -- @param most of the jobs of a priority
  local function take_at(priority, most)
    local goal = want - most
    while want > goal and budget > 0 and take_in_turn(priority, want - goal) do end
    while want > goal and budget > 0 and take(priority, want - goal) do end
  end

  if order == 'weighted' then
    share(base, function() return budget > 0 and want or 0 end, take_at)
  else
    for priority = 0, 9 do
      if want > 0 and budget > 0 then take_at(tostring(priority), want) end
    end
  end
  if want > 0 then
    if budget <= 0 then reply[3] = 1 else redis.call('SET', base .. 'resting', '1') end
  end
  return reply
end
