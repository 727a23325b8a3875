-- find: which of these jobs are in a queue.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    ids
-- reply   those that are; none of a key that is no hash: a damaged queue must not hold up the calls of the others
-- cost    O(ids)
local reply = {}
for _, id in ipairs(ARGV) do
  -- One spoilt queue must not hide the jobs of all others.
  local there = redis.pcall('HEXISTS', KEYS[1] .. 'jobs', id)
  if type(there) == 'table' and not string.find(there.err, 'WRONGTYPE', 1, true) then return there end
  if there == 1 then reply[#reply + 1] = id end
end
return reply
