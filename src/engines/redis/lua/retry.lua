--- @use _record
-- retry: dead, cancelled, scheduled, retryable → available now; maxAttempts leaves room for one attempt at least.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV    ids
-- reply   per id: 'd TASK' done | 'r STATE TASK' refused | 'u' unknown
-- cost    O(ids · (log(queue) + processes))
local base, now, reply = KEYS[1], store_now(), {}
local function make_available(id, h, record)
  local l = lines(record)
  local before = h.state
  if before == 's' or before == 'r' then
    redis.call('ZREM', base .. 'delayed', id)
  elseif before == 'd' then
    redis.call('SREM', base .. 'failed', id)
  else
    l.err = '"error":null,'
  end
  redis.call('HDEL', base .. 'ended', id)
  if tonumber(h.max) <= tonumber(h.attempt) then h.max = fmt(tonumber(h.attempt) + 1) end
  -- A person wants it: the expiry of its former life must not end it at once.
  if h.expires ~= '-' then
    redis.call('ZREM', base .. 'expiry', id)
    h.expires = '-'
  end
  h.state, h.run, h.finished = 'a', fmt(now), '-'
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  put_in_state(base, 'a', h.seq, id)
  push(base, id, h.priority, false)
end
local changed = false
for _, id in ipairs(ARGV) do
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not record then
    reply[#reply + 1] = 'u'
  elseif runner(base, id) then
    reply[#reply + 1] = 'r R ' .. task_of(record)
  elseif h and string.find('dxsr', h.state, 1, true) then
    make_available(id, h, record)
    changed = true
    reply[#reply + 1] = 'd ' .. task_of(record)
  else
    reply[#reply + 1] = 'r ' .. (h and h.state or 'a') .. ' ' .. task_of(record)
  end
end
if changed then wake(base, KEYS[2]) end
return reply
