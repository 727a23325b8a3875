--- @use _outbox
-- adopt-intents: ticks that a process of a former version has claimed and not stored go the way of all ticks.
-- KEYS[1] base of the keys of none        KEYS[2] intents hash
-- ARGV    none
-- reply   how many
-- cost    O(schedules that have one)
local intents = redis.call('HGETALL', KEYS[2])
for i = 1, #intents, 2 do
  local job = string.match(intents[i + 1], '^%d+ (.*)$')
  if job then post(KEYS[1], 'completed', '[{"on":["completed"],"effect":{"kind":"enqueue","job":' .. job .. '}}]') end
  redis.call('HDEL', KEYS[2], intents[i])
end
return #intents / 2
