--- @use _record
-- expire: waiting → cancelled for jobs past expiresAt.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many · [2] error in JSON
-- reply   {how many entries were looked at, id, task, id, task, … of those cancelled}
-- cost    O(count · log(queue)); running jobs are not in the expiry index
local base, now = KEYS[1], store_now()
local ids = redis.call('ZRANGEBYSCORE', base .. 'expiry', '-inf', fmt(now), 'LIMIT', 0, tonumber(ARGV[1]))
local reply = { #ids }
for _, id in ipairs(ids) do
  local record = redis.call('HGET', base .. 'jobs', id)
  if record then
    cancel_waiting(base, id, header(record), record, ARGV[2], now)
    reply[#reply + 1] = id
    reply[#reply + 1] = task_of(record)
  end
  redis.call('ZREM', base .. 'expiry', id)
end
return reply
