-- place: gives ids that callers chose to a queue, unless they belong to one already. Cluster only.
-- KEYS[1] id index
-- ARGV    id · queue, for each
-- reply   the queue that each belongs to
-- cost    O(ids)
local reply = {}
for i = 1, #ARGV, 2 do
  local queue = redis.call('HGET', KEYS[1], ARGV[i])
  if not queue then
    queue = ARGV[i + 1]
    redis.call('HSET', KEYS[1], ARGV[i], queue)
  end
  reply[#reply + 1] = queue
end
return reply
