-- replace: ids that belong to a queue belong to another one from now on; those of other queues stay, and those of none.
-- KEYS[1] id index
-- ARGV[1] queue that they leave · [2] queue that they go to · [3…] ids
-- reply   the ids whose entry was changed
-- cost    O(ids)
local reply = {}
for i = 3, #ARGV do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[1] then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[2])
    reply[#reply + 1] = ARGV[i]
  end
end
return reply
