-- find-own: which of these jobs are in a queue under that very id. A job of plain bee-queue is named QUEUE:ID, for its own
-- id may stand in several queues: who says `7` must not meet the one of them that is looked at first.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    ids
-- reply   those that are; none of a key that is no hash: a damaged queue must not hold up the calls of the others
-- cost    O(ids + bytes of those found whose ids Skep has not made)
local MADE = '^%x%x%x%x%x%x%x%x%-%x%x%x%x%-7%x%x%x%-%x%x%x%x%-%x+$'
local reply = {}

-- Ours begin with our head, and say in the next line whether they were adopted.
local function is_own(id)
  if string.match(id, MADE) then return true end
  local record = redis.call('HGET', KEYS[1] .. 'jobs', id)
  return string.match(record, '^{"skep":"') and not string.match(record, '^[^\n]*\n"meta":{"task":"[^"]*","foreign":true')
end

for _, id in ipairs(ARGV) do
  -- One spoilt queue must not hide the jobs of all others.
  local there = redis.pcall('HEXISTS', KEYS[1] .. 'jobs', id)
  if type(there) == 'table' and not string.find(there.err, 'WRONGTYPE', 1, true) then return there end
  if there == 1 and is_own(id) then reply[#reply + 1] = id end
end
return reply
