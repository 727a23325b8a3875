-- find: which of these jobs are in a queue.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    ids
-- reply   those that are; none of a key that is no hash: a damaged queue must not hold up the calls of the others
-- cost    O(ids)
local reply = {}
for _, id in ipairs(ARGV) do
  local found = redis.pcall('HEXISTS', KEYS[1] .. 'jobs', id)
  if type(found) == 'table' then
    if string.find(found.err, 'WRONGTYPE', 1, true) then return {} end
    return found
  end
  if found == 1 then reply[#reply + 1] = id end
end
return reply
