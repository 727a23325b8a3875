--- @use _record
-- counts: jobs per state of a queue and the age of the available job that waits longest.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    none
-- reply   {text of the pause or '', scheduled, blocked, available, running, retryable, completed, cancelled, dead, runAt of the oldest or '', now,
--         how many of the available ones are held}
-- cost    O(processes + log(queue)); entries of cancelled jobs at the heads of the lists are dropped on the way, at most 1 000 a call
local base = KEYS[1]
local stale = redis.call('HLEN', base .. 'stale')
local oldest, available, budget = nil, redis.call('HLEN', base .. 'before') - stale, 1000
local function head(list)
  while budget > 0 do
    local id = redis.call('LINDEX', list, -1)
    if not id then return nil end
    if not (stale > 0 and redis.call('HDEL', base .. 'stale', id) == 1) then return id end
    redis.call('RPOP', list)
    stale = stale - 1
    available = available + 1
    budget = budget - 1
  end
end
for priority = 0, 9 do
  local list = list_of(base, tostring(priority))
  local id = head(list)
  available = available + redis.call('LLEN', list)
  if id then
    local record = redis.call('HGET', base .. 'jobs', id)
    local h = record and header(record)
    local run = h and tonumber(h.run) or record and tonumber(string.match(record, '"timestamp":(%d+)') or '')
    if run and (oldest == nil or run < oldest) then oldest = run end
  end
end
local running = 0
for _, session in ipairs(redis.call('SMEMBERS', base .. 'owners')) do
  running = running + redis.call('HLEN', base .. 'active:' .. session)
end
-- What plain bee-queue delayed is in `delayed` only.
local retryable = count_of(base, 'r')
local scheduled = redis.call('ZCARD', base .. 'delayed') - retryable
return { redis.call('GET', base .. 'paused') or '', scheduled, count_of(base, 'b'), available, running, retryable,
  count_of(base, 'c'), count_of(base, 'x'), count_of(base, 'd'), oldest and fmt(oldest) or '', fmt(store_now()),
  redis.call('HLEN', base .. 'before') }
