-- feed-follow: somebody follows the feed. Where nobody has for too long, what happened meanwhile is not in it: a number that
-- has no entry says so to whoever goes on behind an older one.
-- KEYS[1] base of no queue
-- ARGV[1] how long publishers remember a follower, ms
-- reply   1 when a number was used up
-- cost    O(1)
local fed, time = KEYS[1] .. 'fed', redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local before = tonumber(redis.call('HGET', fed, 'followed') or '0')
redis.call('HSET', fed, 'followed', string.format('%d', now))
if now - before <= tonumber(ARGV[1]) * 1000 then return 0 end
local number = math.max(tonumber(redis.call('HGET', fed, 'last') or '0'), now - 1) + 1
local text = string.format('%d', number)
redis.call('HSET', fed, 'last', text, 'gone', text)
return 1
