-- _settle.lua: running → what the outcomes say; shared by settle and exchange (`--- @use _settle`, after _record, _gates, _runs, _notes and _turn).
--
-- ARGV[from] how many groups of completed jobs · how many others · 1 when something may follow from some end, 2 more when some
--   results are removed before their jobs, 4 more where runs lie on this server; then, where turns stand at the
--   end, ':' and how many arguments these are; then, each on a line of its own, 'MS GATE' of gates that are shut so long
-- then per group: token of their lease · when they finished · how many they are, and 3 per job: id · score in `states` · record
-- then 8 per other job: id · token · code (d dead, r retryable, s scheduled, x cancelled, a released, b blocked)
--   · seq · A: record up to FINISHED (for r and s: up to RUN) · B: from after FINISHED up to the attempt's finishedAt
--   · C: the rest ('' = B is all and no attempt is recorded) · extra: '' or 'EXPIRES ARG', with expiresAt or - and for r and s the delay in ms from now, for a the priority,
--     for b the task; expiresAt only where the job has not begun. For d: 'FINGERPRINT TASK', with - in front where no handler ran
-- then, of such results: until when it is there (score in `results`) · id of its job
-- then turns of runs that are due by these ends, unless anything else was stored of them meanwhile: how many arguments, then these, see run-turn.lua
--   A text that ends with \r keeps line 7 of the stored record: a big payload does not travel twice.
--
-- Redis' Lua hashes every byte of every string it makes (luaS_newlstr), at 1 to 2 µs a job for records that are
-- composed here. So the usual end comes as a whole record: its finishedAt is the time of the reserve by Redis' clock
-- plus what the process has measured since.
--
-- The fence is the entry of the session's active hash with the token of the reserve. The first write is one that
-- a full Redis refuses, so that nothing is half-written.
local GROUP, COMPLETED, OTHER = 3, 3, 8

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local settle
do
  local function with_stored_data(base, id, text)
    if string.byte(text, -1) ~= 13 then return text end
    local record = redis.call('HGET', base .. 'jobs', id)
    -- Found as plain text: no line before begins like this, and a pattern would look at every byte of a big payload.
    return string.sub(text, 1, -2) .. string.sub(record, string.find(record, '\n"data":', 1, true) + 1)
  end

  -- The record of the attempt that a settlement brings, with its end.
  local function attempt_of(code, text, stamp)
    local pattern = '.*({"number":%d+,"worker":"[^"]*","startedAt":.*)'
    if code == 'c' then return string.match(lines(text).attempts, pattern .. '%],$') end
    return string.match(text, pattern .. '$') .. stamp .. '}'
  end

  -- Not held. A repeated call finds its own attempt recorded and says settled; the attempt of a job that was
  -- cancelled while it ran is recorded once, as cancelled; everything else is lost without a trace.
  local function lost(base, id, token, code, text, stamp)
    local record = redis.call('HGET', base .. 'jobs', id)
    if not record then return 'l-' end
    local h = header(record)
    if not h then return 'la' end
    local state = runner(base, id) and 'R' or h.state
    if code == 'b' then return (h.state == 'b' and 's' or 'l') .. state .. ' ' .. h.run end
    local l = lines(record)
    local attempt = attempt_of(code, text, stamp)
    local key = string.match(attempt, '^.-"outcome":"%a+"')
    if string.find(l.attempts, key, 1, true) then return 's' .. state .. ' ' .. h.run end
    if h.state == 'x' and redis.call('HGET', base .. 'ended', id) == token then
      redis.call('HDEL', base .. 'ended', id)
      local cancelled = string.gsub(attempt, '"outcome":"%a+"', '"outcome":"cancelled"', 1)
      add_attempt(l, cancelled)
      redis.call('HSET', base .. 'jobs', id, join(h, l))
    end
    return 'l' .. state
  end

  local ended_item
  do
    -- How the end of an item is called, by the letter of a record.
    local END_OF = { c = 'c', d = 'f', x = 'x' }
    -- What follows from the end of an item of which nothing else follows.
    local ITEM = '^%[{"on":%["completed","cancelled","dead"%],"effect":{"kind":"advance","item":{"run":"([^"\\]*)","step":(%d+),"index":(%d+),' ..
      '"round":(%d+)},"of":"job","id":"[^"\\]*"}}%]},()\n'

    -- The end of an item as _notes.lua takes it; nil where something else follows.
    function ended_item(base, record, told)
      local letter = END_OF[string.sub(record, 10, 10)]
      local from = letter and string.find(record, '"consequences":[', 1, true)
      if not from then return nil end
      -- In place: each piece that is cut out would be hashed.
      local run, step, index, round, stop = string.match(record, ITEM, from + 15)
      -- A payload may have the same words.
      if not run or string.find(record, '\n', string.find(record, '\n', 1, true) + 1, true) ~= stop then return nil end
      told.ordinal = told.ordinal or next_number(base)
      local name = letter == 'c' and '\n"result":' or '\n"error":'
      local at = string.find(record, name, stop, true) + #name
      local value = string.sub(record, at, string.find(record, '\n', at, true) - 2)
      return { run = run, step = step, index = index, round = round, ordinal = told.ordinal, letter = letter, value = value, record = record }
    end
  end

  local function follow_record(base, id, record)
    local h = header(record)
    if h.finished ~= '-' or h.state == 'r' then
      follow(base, id, string.match(record, '\n([^\n]*)\n'), INDEX[h.state], h.attempt)
    end
  end

  -- @param stop the last argument before them @return by run: its first argument
  local function turns_behind(stop)
    local turns, at = {}, stop + 1
    while at <= #ARGV do
      turns[ARGV[at + 1]] = at + 1
      at = at + 1 + tonumber(ARGV[at])
    end
    return turns
  end

  -- What cannot be noted here goes the way of the outbox.
  local function note_items(base, ends, told)
    local base_of_runs = global_of(base)
    local replies, begun = note_ends(base_of_runs, ends, true), {}
    for i, one in ipairs(ends) do
      local reply = replies[i]
      if reply[1] == 'go' then
        local noted = { one.run, one.step, one.index, unpack(reply, 2) }
        local from = told.turns[one.run]
        local turned = from and turn_run(base_of_runs, from, from + tonumber(ARGV[from - 1]) - 1, begun, noted, one.counted)
        if one.counted and (not turned or turned[1] == 0) then redis.call('HSET', run_key(base_of_runs, one.run), unpack(one.counted)) end
        if not turned or turned[1] == 0 then set_due(base_of_runs, one.run, '0') end
        told.noted[#told.noted + 1] = { noted, turned or nil }
      elseif reply[1] == 'heal' then
        follow_record(base, one.id, one.record)
        told.posted = true
      end
    end
    insert_items(base_of_runs, begun)
  end

  -- @param records id, record, … as they are stored @param told what is found out about runs, see settle; nil: they lie on another server
  local function follow_all(base, records, told)
    local ends = {}
    for i = 2, #records, 2 do
      local item = told and ended_item(base, records[i], told)
      if item then
        item.id = records[i - 1]
        ends[#ends + 1] = item
      else
        follow_record(base, records[i - 1], records[i])
        if told then told.posted = true end
      end
    end
    if #ends > 0 then note_items(base, ends, told) end
  end

  -- The usual end, kept apart because nearly every job takes it. Jobs that came together by one reserve and end in the
  -- same millisecond are one group: each argument less saves 0.2 µs a job here and half of that in the client.
  -- @return where the others begin; exceptions: number of the job, its reply, …
  local function settle_completed(base, session, from, groups, stamp, followed, told)
    local active, args = base .. 'active:' .. session, ARGV
    local ids, count, at = {}, 0, from
    for _ = 1, groups do
      local size = tonumber(args[at + 2])
      at = at + GROUP
      for _ = 1, size do
        count = count + 1
        ids[count] = args[at]
        at = at + COMPLETED
      end
    end
    local others = at
    local tokens, exceptions = redis.call('HMGET', active, unpack(ids)), {}
    local held, records, scored, done, n, number = {}, {}, {}, {}, 0, 0
    at = from
    for _ = 1, groups do
      local token, finished, size = args[at], args[at + 1] .. ':', tonumber(args[at + 2])
      at = at + GROUP
      for _ = 1, size do
        number = number + 1
        local id = ids[number]
        if tokens[number] == token then
          n = n + 1
          held[n] = id
          records[2 * n - 1] = id
          records[2 * n] = with_stored_data(base, id, args[at + 2])
          scored[2 * n - 1] = args[at + 1]
          scored[2 * n] = id
          done[n] = finished .. id
        else
          exceptions[#exceptions + 1] = number
          exceptions[#exceptions + 1] = lost(base, id, token, 'c', args[at + 2], stamp)
        end
        at = at + COMPLETED
      end
    end
    if n > 0 then
      redis.call('HSET', base .. 'jobs', unpack(records))
      redis.call('HDEL', active, unpack(held))
      if this_call().taker then this_call().taker.owns = true end
      redis.call('ZADD', base .. 'states', unpack(scored))
      redis.call('SADD', base .. 'succeeded', unpack(held))
      redis.call('RPUSH', base .. 'done:completed', unpack(done))
      if followed then follow_all(base, records, told) end
    end
    return others, exceptions
  end

  local settle_others
  do
    -- Gathers per key what is to be added, so that each key is written once.
    local function gatherer()
      local gathered = {}
      return gathered, function(name, a, b)
        local list = gathered[name]
        if not list then
          list = {}
          gathered[name] = list
        end
        list[#list + 1] = a
        if b then list[#list + 1] = b end
      end
    end

    -- One other outcome whose lease is held. @return record, reply
    local function other(base, at, now, stamp, put, released)
      local id, code, seq = ARGV[at], ARGV[at + 2], ARGV[at + 3]
      local head, body, rest, extra = ARGV[at + 4], ARGV[at + 5], ARGV[at + 6], ARGV[at + 7]
      put('states', place_of(code, seq), id)
      local run, finished = '', '-'
      if code == 'd' or code == 'x' then
        finished = stamp
        if code == 'd' then
          put('failed', id)
          -- As note_death does, gathered.
          local fingerprint, task = string.match(extra, '^%-?(%x+) (.*)$')
          put('faults', stamp, fingerprint)
          put('fault:' .. fingerprint, seq, id)
          put('fault-tasks:' .. fingerprint, task)
          put('died:' .. fingerprint .. ' ' .. task, stamp, id)
        end
        put('done:' .. INDEX[code], stamp .. ':' .. id)
      else
        local expires, arg = string.match(extra, '^(%S+) (.*)$')
        if expires ~= '-' then put('expiry', expires, id) end
        if code == 'b' then
          put('held', arg)
          put('held:' .. arg, id)
        elseif code == 'a' then
          released[#released + 1] = id
        else
          run = fmt(now + tonumber(arg))
          put('delayed', run, id)
        end
      end
      local first = run == '' and head .. finished or head .. run .. ' ' .. finished
      local reply = run == '' and 's' .. code or 's' .. code .. ' ' .. run
      if rest == '' then return first .. with_stored_data(base, id, body), reply end
      return first .. body .. stamp .. with_stored_data(base, id, rest), reply
    end

    function settle_others(base, channel, session, at, count, now, stamp, followed, told)
      local active, ids, replies = base .. 'active:' .. session, {}, {}
      for i = 1, count do ids[i] = ARGV[at + (i - 1) * OTHER] end
      local tokens = redis.call('HMGET', active, unpack(ids))
      local records, held, released = {}, {}, {}
      local gathered, put = gatherer()
      for i = 1, count do
        local id = ids[i]
        if tokens[i] == ARGV[at + 1] then
          local record, reply = other(base, at, now, stamp, put, released)
          records[#records + 1] = id
          records[#records + 1] = record
          held[#held + 1] = id
          replies[i] = reply
        else
          replies[i] = lost(base, id, ARGV[at + 1], ARGV[at + 2], ARGV[at + 5], stamp)
        end
        at = at + OTHER
      end
      if #held > 0 then
        redis.call('HSET', base .. 'jobs', unpack(records))
        redis.call('HDEL', active, unpack(held))
        if followed then follow_all(base, records, told) end
      end
      for name, entries in pairs(gathered) do
        if name == 'failed' or string.sub(name, 1, 4) == 'held' or string.sub(name, 1, 12) == 'fault-tasks:' then
          redis.call('SADD', base .. name, unpack(entries))
        elseif string.sub(name, 1, 5) == 'done:' then
          redis.call('RPUSH', base .. name, unpack(entries))
        else
          redis.call('ZADD', base .. name, unpack(entries))
        end
      end
      -- In front and in reverse, so that the first of the batch is again the first.
      for i = #released, 1, -1 do
        local record = redis.call('HGET', base .. 'jobs', released[i])
        push(base, released[i], header(record), record, true)
      end
      if #released > 0 then wake(base, channel) end
      return replies
    end
  end

  -- What the end of an attempt says about what it has called, see engine/circuit.ts.
  local function judgement_at(at)
    local code = ARGV[at + 2]
    if code == 'r' or code == 'd' and string.sub(ARGV[at + 7], 1, 1) ~= '-' then return 'bad' end
    return nil
  end

  -- Whatever the outcome, and also for a job that was cancelled while it ran.
  local function give_settled_back(base, at, groups, others, changes)
    for _ = 1, groups do
      local token, size = ARGV[at], tonumber(ARGV[at + 2])
      at = at + GROUP
      for _ = 1, size do
        give_pass_back(base, ARGV[at], token, 'good', changes)
        at = at + COMPLETED
      end
    end
    for _ = 1, others do
      give_pass_back(base, ARGV[at], ARGV[at + 1], judgement_at(at), changes)
      at = at + OTHER
    end
  end

  -- What an attempt has found out holds for everybody, also where its lease was lost.
  local function shut_all(base, lines_of)
    local home = redis.call('GET', base .. 'gating')
    for ms, gate in string.gmatch(lines_of, '\n(%d+) ([^\n]*)') do
      if home and rule_of(home, gate) == 'bucket' then shut_gate(home, gate, tonumber(ms)) end
    end
  end

  -- @return {exceptions among the completed: number, reply, …}, {a reply per other job}, {gate, its instant or '', …} of circuits that have
  --   opened or closed; where runs lie on this server and something has followed: {{run, step, index of an item, then as 'go' in _notes.lua},
  --   reply of its turn where one came with it} of turns that are due, and 1 where something was posted}
  --   A reply is 'sSTATE RUN' settled | 'lSTATE' lost, 'l-' when the job is gone; the completed are settled else.
  function settle(base, channel, session, from)
    local groups, others, at = tonumber(ARGV[from]), tonumber(ARGV[from + 1]), from + 3
    local flag_text, behind, shut = string.match(ARGV[from + 2], '^(%d+):?(%d*)(.*)$')
    local stop = #ARGV - (tonumber(behind) or 0)
    local flags = tonumber(flag_text)
    local followed, short_lived = flags % 2 == 1, flags % 4 >= 2
    local told = followed and flags >= 4 and { noted = {}, posted = false, turns = turns_behind(stop) } or nil
    local now = store_now()
    local stamp, exceptions, replies, changes = fmt(now), {}, {}, {}
    if groups > 0 then at, exceptions = settle_completed(base, session, at, groups, stamp, followed, told) end
    -- Of one whose lease was lost the entry leads nowhere, see forget-results.lua.
    if short_lived then
      local first = at + others * OTHER
      if first <= stop then redis.call('ZADD', base .. 'results', unpack(ARGV, first, stop)) end
    end
    if others > 0 then replies = settle_others(base, channel, session, at, others, now, stamp, followed, told) end
    if shut ~= '' then shut_all(base, shut) end
    local taker = this_call().taker
    if not (taker and taker.handed) and redis.call('EXISTS', base .. 'passes') == 1 then give_settled_back(base, from + 3, groups, others, changes) end
    if told then return exceptions, replies, changes, told.noted, told.posted and 1 or 0 end
    return exceptions, replies, changes
  end
end
