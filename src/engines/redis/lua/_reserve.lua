-- _reserve.lua: available → running; shared by reserve and exchange (`--- @use _reserve`, after _record and _gates).
--- @use _shares
--
-- Most urgent list first, or as priorities share; first come first served in each, but tenants take turns. Nothing is written into the records: the active hash of
-- the session (id → token) says who runs what. The first write is one that a full Redis refuses: then nothing moves.

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local reserve, is_alone
do
  -- Redis keeps a small hash as a list that each command goes through from its begin, until one value is longer than 64
  -- bytes (hash-max-listpack-value); a table it stays from then on. Where dozens of jobs run at once a table takes 0.8 µs
  -- less per job.
  -- A text as it is: a library of functions is loaded where nothing of `string` is at hand.
  local MANY, LONG = 16, '-----------------------------------------------------------------'

  -- To hold a job costs as much as so many others that are gone through: a step is to keep Redis for some ten milliseconds.
  local HELD_COST = 2

  -- Jobs of which holds are to be asked by one reserve.
  local ASKS = 100

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
          expired[#expired + 1] = ''
          runs = false
        end
      end
      if runs then good[#good + 1] = id end
    end
    return good
  end

  -- `paused` is 'UNTIL or nothing, blank, SINCE, blank, why in JSON'; a former version wrote 1.
  local function is_paused(base)
    local pause = redis.call('GET', base .. 'paused')
    local ends = pause and string.match(pause, '^(%d+) ')
    if not ends or tonumber(ends) > store_now() then return pause end
    redis.call('DEL', base .. 'paused')
    return false
  end

  -- One look, instead of one for each of these: nobody has to say that a queue has something of it, so that it holds whoever wrote it.
  -- @param ... further keys @return whether nothing of the queue is to be seen but the list of the usual priority, the one into which plain bee-queue puts its jobs
  local function is_plain(base, ...)
    local waiting = base .. 'waiting:'
    return redis.call('EXISTS', base .. 'paused', base .. 'holding', base .. 'waits', base .. 'in-turn', base .. 'stale', base .. 'expiry',
      base .. 'gating', waiting .. '0', waiting .. '1', waiting .. '2', waiting .. '3', waiting .. '4', waiting .. '6', waiting .. '7',
      waiting .. '8', waiting .. '9', ...) == 0
  end

  -- @return whether a job that comes now into the list of the usual priority is the next that this session takes, whatever it says of itself
  function is_alone(base, lease)
    return is_plain(base, base .. 'waiting', base .. 'passes') and redis.call('EXISTS', lease) == 1
  end

  -- Where many run at once the active hash is to be a table from its begin, see MANY.
  local function mark_active(active, marks)
    if #marks >= 2 * MANY and redis.call('EXISTS', active) == 0 then
      redis.call('HSET', active, '', LONG)
      redis.call('HSET', active, unpack(marks))
      redis.call('HDEL', active, '')
    else
      redis.call('HSET', active, unpack(marks))
    end
  end

  -- As reserve, where what this call has stored is all that waited: it was in no list, see _insert.lua.
  local function reserve_handed(base, session, taker, marked)
    local token, records, marks = store_token(), taker.handed, {}
    local reply = { 'ok', token, 0, {} }
    for i = 1, 2 * taker.count, 2 do
      marks[i], marks[i + 1] = records[i], token
      reply[i + 4], reply[i + 5] = records[i], records[i + 1]
    end
    -- Who has held a job until now is an owner.
    if not taker.owns then redis.call('SADD', base .. 'owners', session) end
    mark_active(base .. 'active:' .. session, marks)
    local rests = taker.want > taker.count
    if rests and not marked then redis.call('SET', base .. 'resting', '1') end
    return reply, rests
  end

  -- @return {'lost'} the lease is gone | {'paused'} | {'ok', token, more, expired, id, record, id, record, …}
  --   more = 1: the search ended at its bound, not at the end of the lists; 2 more: holds are to be asked, see asked.lua
  --   expired: {id, task, '', …} of those past their expiry that were cancelled on the way, {id, task, 'QUEUE ERROR', …} of those that a
  --   conflict has ended
  --   and whether it leaves the mark of whoever rests, because there is no more
  -- @param order '' the most urgent priority first | weighted: they share @param marked the mark stands already
  function reserve(base, lease, session, want, expired_error, order, marked)
    local taker = this_call().taker
    if taker and taker.handed then return reserve_handed(base, session, taker, marked) end
    if redis.call('EXISTS', lease) == 0 then return { 'lost' } end
    local plain = is_plain(base)
    local holds, waited, tenants, stale, mortal, home
    if not plain then
      if redis.call('EXISTS', base .. 'paused', base .. 'holding', base .. 'waits', base .. 'in-turn') > 0 then
        if is_paused(base) then return { 'paused' } end
        holds = standing_holds(base)
        waited = redis.call('EXISTS', base .. 'waits') == 1
        tenants = redis.call('EXISTS', base .. 'in-turn') == 1
      end
      stale = redis.call('EXISTS', base .. 'stale') == 1
      mortal = redis.call('EXISTS', base .. 'expiry') == 1
      home = redis.call('GET', base .. 'gating')
    end
    local token, active = store_token(), base .. 'active:' .. session
    local budget, expired, known, owner, asks = want + 1000, {}, {}, false, 0
    local reply = { 'ok', token, 0, expired }

    -- A job of plain bee-queue that has no task yet is nobody's.
    local function is_held(id, record)
      local held, asked
      if header(record) then held, asked = held_by(base, holds, id, record) end
      if not held then return false end
      hold(base, holds.home, held.gate, held.reason, id, record, asked ~= nil)
      if asked then
        redis.call('HSET', base .. 'asked', id, asked)
        asks = asks + 1
      end
      return true
    end

    -- What held it until now goes into its record.
    local function begin_after_waits(id, record)
      local with = with_waits(base, id, record)
      if with ~= record then
        redis.call('HSET', base .. 'jobs', id, with)
        redis.call('HDEL', base .. 'waits', id)
      end
      return with
    end

    local function start(ids)
      local records, marks, taken, size = redis.call('HMGET', base .. 'jobs', unpack(ids)), {}, {}, #reply
      for i = 1, #ids do
        local id, record = ids[i], records[i]
        -- An id without a record was removed by a bee-queue program: it is dropped here.
        if record and not (holds and is_held(id, record)) and
          (not home or let_through(base, home, session, token, id, record, known, expired)) then
          local n = #taken + 1
          if waited then record = begin_after_waits(id, record) end
          taken[n] = id
          marks[2 * n - 1] = id
          marks[2 * n] = token
          reply[size + 2 * n - 1] = id
          reply[size + 2 * n] = record
        elseif record then
          budget = budget - HELD_COST
        end
      end
      if #taken == 0 then return end
      mark_active(active, marks)
      if mortal then redis.call('ZREM', base .. 'expiry', unpack(taken)) end
      if holds and holds.asking then redis.call('HDEL', base .. 'cleared', unpack(taken)) end
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

    -- @param most of the jobs in a list @return false when it has no more
    local function take(priority, most)
      local list = list_of(base, priority)
      if not owner and redis.call('EXISTS', list) == 0 then return false end
      own()
      local asked = math.min(most, SLICE / 2)
      local ids = redis.call('RPOP', list, asked)
      if not ids then return false end
      -- Nothing on the way puts anything into a list where no gate lets anybody go.
      local more = not plain or #ids == asked
      ids = fit(priority, ids)
      if #ids > 0 then start(ids) end
      return more
    end

    -- One job of a tenant, '' is none. @return id that may run, nil when it has none
    local function one_of(priority, tenant)
      while budget > 0 do
        local id
        if tenant == '' then
          id = redis.call('RPOP', list_of(base, priority))
        else
          id = redis.call('ZPOPMIN', turn_key(base, priority, tenant))[1]
          if id then redis.call('ZREM', base .. 'in-turn', id) end
        end
        if not id then return nil end
        local fitting = fit(priority, { id })
        if fitting[1] then return id end
      end
    end

    -- As many rounds as it takes. @return false when no tenant takes turns here
    local function take_in_turn(priority, most)
      local turns, ids = base .. 'turns:' .. priority, {}
      if not tenants or redis.call('EXISTS', turns) == 0 then return false end
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
      while want > goal and budget > 0 and asks < ASKS and take_in_turn(priority, want - goal) do end
      while want > goal and budget > 0 and asks < ASKS and take(priority, want - goal) do end
    end

    if order == 'weighted' then
      share(base, function() return budget > 0 and asks < ASKS and want or 0 end, take_at, plain)
    elseif plain then
      take_at(NORMAL, want)
    else
      for priority = 0, 9 do
        if want > 0 and budget > 0 and asks < ASKS then take_at(tostring(priority), want) end
      end
    end
    local rests = want > 0 and budget > 0 and asks < ASKS
    if rests and not marked then redis.call('SET', base .. 'resting', '1') end
    if want > 0 and not rests then reply[3] = 1 end
    if holds and holds.asking and redis.call('EXISTS', base .. 'asked') == 1 then reply[3] = reply[3] + 2 end
    return reply, rests
  end
end
