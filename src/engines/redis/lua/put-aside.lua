-- put-aside: an effect that cannot be made leaves the outbox; it is kept for a person. The newest ones only.
-- KEYS[1] base of the queue, or of none   KEYS[2] a name in its slot
-- ARGV[1] number of the entry · [2] which of its effects · [3] why, without a newline · [4] the effect in JSON · [5] how many are kept
-- reply   1
-- cost    O(log(kept))
local key = KEYS[1] .. 'undelivered'
redis.call('ZADD', key, ARGV[1], ARGV[1] .. ':' .. ARGV[2] .. ' ' .. ARGV[3] .. '\n' .. ARGV[4])
local old = redis.call('ZRANGE', key, 0, -tonumber(ARGV[5]) - 1)
if #old > 0 then redis.call('ZREM', key, unpack(old)) end
return 1
