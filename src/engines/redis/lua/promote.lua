--- @use _record
-- promote: scheduled, retryable → available, the longest due first. Jobs that plain bee-queue delayed too.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] at most so many
-- reply   {count, due time of the next one or '', now}
-- cost    O(count · log(queue))
local base, now = KEYS[1], store_now()
local ids = redis.call('ZRANGEBYSCORE', base .. 'delayed', '-inf', fmt(now), 'LIMIT', 0, tonumber(ARGV[1]))
for _, id in ipairs(ids) do
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if h then
    h.state = 'a'
    redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
    put_in_state(base, 'a', h.seq, id)
    push(base, id, h.priority, false)
  elseif record then
    redis.call('LPUSH', base .. 'waiting', id)
  end
  redis.call('ZREM', base .. 'delayed', id)
end
if #ids > 0 then wake(base, KEYS[2]) end
local head = redis.call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
return { #ids, head[2] or '', fmt(now) }
