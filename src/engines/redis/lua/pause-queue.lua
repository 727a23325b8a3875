--- @use _record
-- pause-queue: pauses or resumes a queue, for every process from now on.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] 1 pause, 0 resume · [2] instant at which a pause ends, '' = none · [3] why, in JSON without the instant of now
-- reply   1
-- cost    O(1)
local base = KEYS[1]
if ARGV[1] == '1' then
  redis.call('SET', base .. 'paused', ARGV[2] .. ' ' .. fmt(store_now()) .. ' ' .. ARGV[3])
else
  redis.call('DEL', base .. 'paused')
  redis.call('SET', base .. 'resting', '1')
  wake(base, KEYS[2])
end
return 1
