-- unplace: ids whose job is gone belong to no queue any more, unless they were given to another one meanwhile.
-- KEYS[1] id index
-- ARGV[1] queue · [2…] ids
-- reply   how many
-- cost    O(ids)
local count = 0
for i = 2, #ARGV do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[1] then count = count + redis.call('HDEL', KEYS[1], ARGV[i]) end
end
return count
