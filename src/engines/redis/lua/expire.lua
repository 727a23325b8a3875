--- @use _record
--- @use _gates
-- expire: waiting → cancelled for jobs past expiresAt.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many · [2] error in JSON · [3] bytes of records after which it ends early
-- reply   {1 when more may be due, id, task, id, task, … of those cancelled}
-- cost    O(count · log(queue)); running jobs are not in the expiry index
local base, now = KEYS[1], store_now()
local ids = redis.call('ZRANGEBYSCORE', base .. 'expiry', '-inf', fmt(now), 'LIMIT', 0, tonumber(ARGV[1]))
local reply, looked, budget = { 0 }, 0, tonumber(ARGV[3])
for _, id in ipairs(ids) do
  if budget <= 0 then break end
  looked = looked + 1
  local record = redis.call('HGET', base .. 'jobs', id)
  if record then
    budget = budget - #record
    if cancel_waiting(base, id, header(record), record, ARGV[2], now) then pass_turn_on(base, record) end
    reply[#reply + 1] = id
    reply[#reply + 1] = task_of(record)
  end
  redis.call('ZREM', base .. 'expiry', id)
end
if looked == tonumber(ARGV[1]) or looked < #ids then reply[1] = 1 end
return reply
