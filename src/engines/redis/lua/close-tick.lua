-- close-tick: the job of a tick is stored; its intent goes away.
-- KEYS[1] intents hash
-- ARGV[1] schedule · [2] number of the claim
-- reply   1 when it was there, else 0
-- cost    O(1)
local intent = redis.call('HGET', KEYS[1], ARGV[1])
if intent and string.match(intent, '^%d+') == ARGV[2] then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0
