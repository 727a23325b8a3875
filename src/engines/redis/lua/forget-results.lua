--- @use _record
--- @use _followed
-- forget-results: removes results whose time is over; their jobs stay. What follows from a job may still read its result: it is
-- looked at again later as long as that is not delivered.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many · [2] bytes of records after which it ends early · [3] ms after which one that waits is looked at again
-- reply   {count, 1 when more may be due}
-- cost    O(count · log(queue)), and the size of the records
local base, now, limit, budget = KEYS[1], store_now(), tonumber(ARGV[1]), tonumber(ARGV[2])
local key, count = base .. 'results', 0
local due = redis.call('ZRANGEBYSCORE', key, '-inf', fmt(now), 'LIMIT', 0, limit)
if #due == 0 then return { 0, 0 } end
local open = has_followed(base)

-- @return whether something that follows from the job may still read it
local function forget_result(id)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if record then budget = budget - #record end
  -- Gone, or it has ended otherwise and was not even stored.
  if not h or h.state ~= 'c' then return false end
  if open and is_followed(base, id) then return true end
  local l = lines(record)
  l.result = FRESH.result
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  return false
end

for _, id in ipairs(due) do
  if budget <= 0 then break end
  if forget_result(id) then
    redis.call('ZADD', key, fmt(now + tonumber(ARGV[3])), id)
  else
    redis.call('ZREM', key, id)
  end
  count = count + 1
end
return { count, (count == limit or budget <= 0) and 1 or 0 }
