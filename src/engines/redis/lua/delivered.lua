-- delivered: entries that are through leave the outbox, and no job waits for them any more.
-- KEYS[1] base of the queue, or of none   KEYS[2] a name in its slot
-- ARGV    their numbers
-- reply   how many were there still
-- cost    O(entries · log(outbox))
-- Of one call; as many as Lua's stack bears.
local PAST = 1000
local key, following, count = KEYS[1] .. 'outbox', KEYS[1] .. 'following', 0
for _, number in ipairs(ARGV) do
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', key, number, number)) do count = count + redis.call('ZREM', key, entry) end
end
local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
local past = redis.call('ZRANGEBYSCORE', following, '-inf', first and '(' .. first or '+inf', 'LIMIT', 0, PAST)
if #past > 0 then redis.call('ZREM', following, unpack(past)) end
return count
