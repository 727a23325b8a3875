--- @use _record
-- unblock: blocked by its task → available, for jobs of one task.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] task · [2] at most so many · [3] bytes of records after which it ends early
-- reply   {count, left}
-- cost    O(count · log(queue))
local base, held, now = KEYS[1], KEYS[1] .. 'held:' .. ARGV[1], fmt(store_now())
local ids, count, budget = redis.call('SRANDMEMBER', held, tonumber(ARGV[2])), 0, tonumber(ARGV[3])
for _, id in ipairs(ids) do
  if budget <= 0 then break end
  count = count + 1
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if record then budget = budget - #record end
  if h and h.state == 'b' then
    local l = lines(record)
    l.live = unblocked(l.live)
    h.state = 'a'
    h.run = now
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    put_in_state(base, 'a', h.seq, id)
    push(base, id, h, record, false)
  end
  redis.call('SREM', held, id)
end
local left = redis.call('SCARD', held)
if left == 0 then redis.call('SREM', base .. 'held', ARGV[1]) end
if count > 0 then wake(base, KEYS[2]) end
return { count, left }
