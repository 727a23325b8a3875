--- @use _record
-- promote: scheduled, retryable → available, the longest due first, those of one millisecond as they were created. Jobs
-- that plain bee-queue delayed too.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] at most so many · [2] bytes of records after which it ends early
-- reply   {count, due time of the next one or '', now}
-- cost    O(count · log(queue)), and the size of the records; O(GROUP · log(GROUP)) where more are due in one millisecond
local base, now, limit, budget = KEYS[1], store_now(), tonumber(ARGV[1]), tonumber(ARGV[2])
-- So many of one millisecond are put in order; of more those come first whose ids do, which is the same for Skep's own.
local GROUP = 5000

-- @return {{id, due}, …}: the first ones that are due, all of the last one's millisecond with them
local function due_jobs()
  local found = redis.call('ZRANGEBYSCORE', base .. 'delayed', '-inf', fmt(now), 'WITHSCORES', 'LIMIT', 0, limit)
  local jobs = {}
  for i = 1, #found, 2 do jobs[#jobs + 1] = { id = found[i], due = tonumber(found[i + 1]) } end
  if #jobs < limit then return jobs end
  local last = jobs[#jobs].due
  while jobs[#jobs] and jobs[#jobs].due == last do jobs[#jobs] = nil end
  local score = string.format('%.17g', last)
  local group = redis.call('ZRANGEBYSCORE', base .. 'delayed', score, score, 'LIMIT', 0, math.max(GROUP, limit))
  for _, id in ipairs(group) do jobs[#jobs + 1] = { id = id, due = last } end
  return jobs
end

-- A job's place in the order of creation is its score in `states`, without the share of its state.
local function with_places(jobs)
  for _, job in ipairs(jobs) do
    local score = redis.call('ZSCORE', base .. 'states', job.id)
    job.place = score and tonumber(score) % SPAN or math.huge
  end
end

local function earlier(a, b)
  if a.due ~= b.due then return a.due < b.due end
  if a.place ~= b.place then return a.place < b.place end
  return a.id < b.id
end

local function promote(id)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if h then
    h.state = 'a'
    redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
    put_in_state(base, 'a', h.seq, id)
    push(base, id, h, record, false)
  elseif record then
    redis.call('LPUSH', base .. 'waiting', id)
  end
  redis.call('ZREM', base .. 'delayed', id)
  return record and #record or 0
end

local jobs = due_jobs()
with_places(jobs)
table.sort(jobs, earlier)
local count = 0
while count < math.min(limit, #jobs) and budget > 0 do
  count = count + 1
  budget = budget - promote(jobs[count].id)
end
if count > 0 then wake(base, KEYS[2]) end
local head = redis.call('ZRANGE', base .. 'delayed', 0, 0, 'WITHSCORES')
return { count, head[2] or '', fmt(now) }
