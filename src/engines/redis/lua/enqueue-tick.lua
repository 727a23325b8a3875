--- @use _record
--- @use _insert
-- enqueue-tick: stores the job of a claimed tick, once however often it is tried and by however many.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] schedule · [2] number of the claim · [3…] the job, see _insert.lua
-- reply   1 when it is the first job ever of the queue, else 0
-- cost    O(log(queue))
--
-- Numbers of claims only grow, and a claim begins when the one before it is through: what comes late has a smaller one.
local ticked = KEYS[1] .. 'ticked'
local last = redis.call('HGET', ticked, ARGV[1])
if last and tonumber(last) >= tonumber(ARGV[2]) then return 0 end
local _, _, fresh = insert(3, true)
redis.call('HSET', ticked, ARGV[1], ARGV[2])
return fresh and 1 or 0
