-- _insert-one.lua: stores the usual job of a caller who enqueues one, or of a step that has one (`--- @use _insert-one`, after _insert).
--
-- It is due at once, expires never, and has no key; ARGV from `at` as for _insert.lua. Of the 35 µs that a call costs there,
-- most is what a batch needs. Here are eight commands instead of ten, and one table.

local insert_one
do
  -- @return the number and the instant of a job, as text; the number is stored. nil where the queue had none before
  local function numbered(base)
    local call, time = this_call(), store_time()
    local micros = time[1] .. string.sub('00000' .. time[2], -6)
    local now, seq = string.sub(micros, 1, -4), micros
    if call.numbered == base then
      seq = fmt(call.number + 1)
      redis.call('SET', base .. 'seq', seq)
      return seq, now
    end
    -- Also the write that a full Redis refuses: then nothing at all is written.
    local last = redis.call('SET', base .. 'seq', micros, 'GET')
    if not last then
      redis.call('DEL', base .. 'seq')
      return nil
    end
    if tonumber(last) >= tonumber(micros) then
      seq = fmt(tonumber(last) + 1)
      redis.call('SET', base .. 'seq', seq)
    end
    return seq, now
  end

  -- @return 'n STATE RUN'; nil where it is another kind of job, or stored already, or its queue had none before: ask insert
  function insert_one(at)
    if ARGV[at + 1] ~= '1' or ARGV[at + 2] ~= '1' or ARGV[at + 6] ~= '0' or ARGV[at + 7] ~= '' or ARGV[at + 8] ~= '' then return nil end
    local base, priority, lines, chosen, id, payload = ARGV[at + 3], ARGV[at + 4], ARGV[at + 9], ARGV[at + 11], ARGV[at + 12], ARGV[at + 14]
    local ids_key = chosen == '1' and ARGV[at] or ''
    if chosen ~= '' and chosen ~= '1' then return nil end
    if string.find(lines, '"gates":[', 1, true) or string.find(lines, '"fairness":"', 1, true) then return nil end
    if redis.call('HEXISTS', base .. 'jobs', id) == 1 or ids_key ~= '' and redis.call('HEXISTS', ids_key, id) == 1 then return nil end
    local seq, now = numbered(base)
    if not seq then return nil end
    local record = first_line({ state = 'a', priority = priority, attempt = '0', max = ARGV[at + 5], rescues = '0', seq = seq,
      created = now, expires = '-', started = '-', run = now, finished = '-' })
    local own, stored = string.find(lines, OWN, 1, true), payload .. '}'
    if payload == AHEAD or #payload > APART then
      if payload ~= AHEAD then redis.call('HSET', base .. 'data', id, payload) end
      stored = APART_END
    end
    if own then
      record = record .. string.sub(lines, 1, own - 1) .. ARGV[at + 15] .. string.sub(lines, own + 1) .. stored
    else
      record = record .. lines .. stored
    end
    redis.call('HSET', base .. 'jobs', id, record)
    if priority ~= NORMAL or not hand_over(base, { id, record }) then
      -- An id that was chosen may have been there before, see push.
      if chosen == '' or redis.call('EXISTS', base .. 'stale') == 0 or not unmark_stale(base, id, priority) then
        redis.call('LPUSH', list_of(base, priority), id)
      end
      wake(base, base .. 'signals')
    end
    redis.call('ZADD', base .. 'states', place_of('a', seq), id)
    for suffix in string.gmatch(ARGV[at + 10], '[^\n]+') do redis.call('ZADD', base .. suffix, seq, id) end
    if ids_key ~= '' then redis.call('HSET', ids_key, id, string.match(base, '{(.*)}:$')) end
    return 'n a ' .. now
  end
end
