-- find: which of these jobs are in a queue.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    ids
-- reply   those that are
-- cost    O(ids)
local reply = {}
for _, id in ipairs(ARGV) do
  if redis.call('HEXISTS', KEYS[1] .. 'jobs', id) == 1 then reply[#reply + 1] = id end
end
return reply
