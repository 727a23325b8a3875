-- tickets: tokens by which jobs may land in a queue; they are given out before a job is parked.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] open · [2] queue that they leave · per job: token · id
--         close · [2…] tokens: they are over
-- reply   1
-- cost    O(jobs)
local key = KEYS[1] .. 'landing'
if ARGV[1] == 'open' then
  for i = 3, #ARGV, 2 do redis.call('HSET', key, ARGV[i], 'o ' .. ARGV[2] .. ' ' .. ARGV[i + 1]) end
else
  for i = 2, #ARGV do redis.call('HDEL', key, ARGV[i]) end
end
return 1
