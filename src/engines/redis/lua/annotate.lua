--- @use _record
-- annotate: saves progress and log lines of running attempts, fenced like settle.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] session · then 3 per job: id · token · its new line 3
-- reply   how many were held
-- cost    O(jobs · size of the record)
local base, held = KEYS[1], 0
for i = 2, #ARGV, 3 do
  local id = ARGV[i]
  if redis.call('HGET', base .. 'active:' .. ARGV[1], id) == ARGV[i + 1] then
    local record = redis.call('HGET', base .. 'jobs', id)
    local h = record and header(record)
    if h then
      local l = lines(record)
      l.live = ARGV[i + 2]
      redis.call('HSET', base .. 'jobs', id, join(h, l))
    end
    held = held + 1
  end
end
return held
