--- @use _record
-- note-ticks: adds records of what a schedule made beside its ticks; nothing where it is unknown.
-- KEYS[1] schedules hash     KEYS[2] list of what became of its ticks
-- ARGV[1] name · [2] records that are kept · [3…] records in JSON
-- reply   how many were added
-- cost    O(records)
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
local now = store_now()
for i = 3, #ARGV do
  redis.call('LPUSH', KEYS[2], string.format('%d %s', now, ARGV[i]))
end
redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[2]) - 1)
return #ARGV - 2
