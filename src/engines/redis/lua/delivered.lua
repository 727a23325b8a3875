-- delivered: entries that are through leave the outbox.
-- KEYS[1] base of the queue, or of none   KEYS[2] a name in its slot
-- ARGV    their numbers
-- reply   how many were there still
-- cost    O(entries · log(outbox))
local key, count = KEYS[1] .. 'outbox', 0
for _, number in ipairs(ARGV) do
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', key, number, number)) do count = count + redis.call('ZREM', key, entry) end
end
return count
