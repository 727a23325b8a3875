-- feed-followed: whether somebody follows the feed.
-- KEYS[1] base of no queue
-- ARGV[1] how long a follower is remembered, ms
-- reply   1 when somebody was there in that time
-- cost    O(1)
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local before = tonumber(redis.call('HGET', KEYS[1] .. 'fed', 'followed') or '0')
if now - before <= tonumber(ARGV[1]) * 1000 then return 1 end
return 0
