-- notice: counts a change that every process has to notice, and says so at once.
-- KEYS[1] notices hash                    KEYS[2] signal channel
-- ARGV[1] what: c controls, r reload
-- reply   the new count
-- cost    O(1)
local count = redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
redis.call('PUBLISH', KEYS[2], ARGV[1] .. ' ' .. count)
return count
