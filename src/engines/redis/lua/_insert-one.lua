-- _insert-one.lua: stores the usual job of a caller who enqueues one; used by enqueue (`--- @use _insert-one`, after _record).
--
-- It is due at once, expires never, and has an id that Skep made; ARGV as for _insert.lua. Of the 35 µs that a call costs there,
-- most is what a batch needs. Here are eight commands instead of ten, and one table.

-- @return 'n STATE RUN'; nil where it is another kind of job, or stored already, or its queue had none before: ask insert
local function insert_one()
  if ARGV[2] ~= '1' or ARGV[3] ~= '1' or ARGV[7] ~= '0' or ARGV[8] ~= '' or ARGV[9] ~= '' or ARGV[12] ~= '' then return nil end
  if string.find(ARGV[10], '"gates":[', 1, true) or string.find(ARGV[10], '"fairness":"', 1, true) then return nil end
  local base, priority, id, indexes = ARGV[4], ARGV[5], ARGV[13], ARGV[11]
  if redis.call('HEXISTS', base .. 'jobs', id) == 1 then return nil end
  local time = redis.call('TIME')
  local micros = time[1] .. string.sub('00000' .. time[2], -6)
  -- Also the write that a full Redis refuses: then nothing at all is written.
  local seq, last = micros, redis.call('SET', base .. 'seq', micros, 'GET')
  if not last then
    redis.call('DEL', base .. 'seq')
    return nil
  end
  if tonumber(last) >= tonumber(micros) then
    seq = fmt(tonumber(last) + 1)
    redis.call('SET', base .. 'seq', seq)
  end
  local now = string.sub(micros, 1, -4)
  local head = first_line({ state = 'a', priority = priority, attempt = '0', max = ARGV[6], rescues = '0', seq = seq,
    created = now, expires = '-', started = '-', run = now, finished = '-' })
  local ahead = ARGV[15] == AHEAD
  if ahead or #ARGV[15] > APART then
    if not ahead then redis.call('HSET', base .. 'data', id, ARGV[15]) end
    redis.call('HSET', base .. 'jobs', id, head .. ARGV[10] .. APART_END)
  else
    redis.call('HSET', base .. 'jobs', id, head .. ARGV[10] .. ARGV[15] .. '}')
  end
  redis.call('LPUSH', list_of(base, priority), id)
  redis.call('ZADD', base .. 'states', place_of('a', seq), id)
  for suffix in string.gmatch(indexes, '[^\n]+') do redis.call('ZADD', base .. suffix, seq, id) end
  wake(base, base .. 'signals')
  return 'n a ' .. now
end
