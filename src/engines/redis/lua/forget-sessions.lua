-- forget-sessions: deletes the rows of processes whose lease is over. What they held is another matter: see rescue.
-- KEYS[1] sessions hash                   KEYS[2] channel for all
-- ARGV[1] begin of the keys of process leases
-- reply   how many
-- cost    O(processes)
local count = 0
for _, session in ipairs(redis.call('HKEYS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[1] .. session) == 0 then count = count + redis.call('HDEL', KEYS[1], session) end
end
return count
