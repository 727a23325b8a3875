--- @use _record
--- @use _gates
--- @use _unique
-- retry: dead, cancelled, scheduled, blocked, retryable → available now; maxAttempts leaves room for one attempt at
-- least, and the expiry is dropped, of what is available already too.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV    ids
-- reply   per id: 'd TASK' done | 'r STATE TASK' refused | 'k STATE ID TASK' refused: that job has its key | 'u' unknown
-- cost    O(ids · (log(queue) + processes))
local base, now, reply = KEYS[1], store_now(), {}
-- @return whether it had none left
local function leave_an_attempt(h)
  local used_up = tonumber(h.max) <= tonumber(h.attempt)
  if used_up then h.max = fmt(tonumber(h.attempt) + 1) end
  return used_up
end
local function make_available(id, h, record)
  local l = lines(record)
  if h.state == 'd' then
    redis.call('SREM', base .. 'failed', id)
    forget_death(base, id, record)
  elseif h.state == 'x' then
    l.err = '"error":null,'
  else
    withdraw(base, id, h, record, now)
    l.live = unblocked(l.live)
  end
  redis.call('HDEL', base .. 'ended', id)
  leave_an_attempt(h)
  h.expires = '-'
  h.state, h.run, h.finished = 'a', fmt(now), '-'
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  put_in_state(base, 'a', h.seq, id)
  push(base, id, h, record, false)
end
-- A person wants it: no expiry may end it. What is available keeps its place.
local function make_wanted(id, h, record)
  local mortal = h.expires ~= '-'
  if not leave_an_attempt(h) and not mortal then return end
  if mortal then redis.call('ZREM', base .. 'expiry', id) end
  h.expires = '-'
  redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
end
-- What has ended comes back with its key. A window stops nobody, and is not begun anew. @return the id of another job that has it
local function key_of_another(id, h, record)
  local rule = h.finished ~= '-' and key_in(record)
  local home = rule and rule.held ~= 'window' and redis.call('GET', base .. 'keyed')
  if not home then return nil end
  local holder = holder_of(home, rule, rule.key)
  if holder then return holder.id end
  take_key(home, base, id, rule, rule.key, now, now, {})
end
local changed = false
for _, id in ipairs(ARGV) do
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not record then
    reply[#reply + 1] = 'u'
  elseif runner(base, id) then
    reply[#reply + 1] = 'r R ' .. task_of(record)
  elseif h and h.state == 'a' then
    make_wanted(id, h, record)
    reply[#reply + 1] = 'd ' .. task_of(record)
  elseif h and MAY.retry[h.state] and not is_moving(base, id, h) then
    local holder = key_of_another(id, h, record)
    if holder then
      reply[#reply + 1] = 'k ' .. h.state .. ' ' .. holder .. ' ' .. task_of(record)
    else
      make_available(id, h, record)
      changed = true
      reply[#reply + 1] = 'd ' .. task_of(record)
    end
  else
    reply[#reply + 1] = 'r ' .. (h and h.state or 'a') .. ' ' .. task_of(record)
  end
end
if changed then wake(base, KEYS[2]) end
return reply
