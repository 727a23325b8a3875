--- @use _record
-- rescue: running → available (in front) or dead, for the jobs of a session whose lease is over; counts attempt and rescue.
-- KEYS[1] queue base     KEYS[2] signal channel     KEYS[3] lease key of the session
-- ARGV[1] session · [2] at most so many · [3] maxRescues · [4] error in JSON
-- reply   {'alive'} the lease holds | {left, id, record, id, record, …} as they are afterwards
-- cost    O(count · log(queue)); HSCAN-free: the hash holds what one process ran at once
if redis.call('EXISTS', KEYS[3]) == 1 then return { 'alive' } end
local base, session, limit = KEYS[1], ARGV[1], tonumber(ARGV[2])
local active, now = base .. 'active:' .. session, store_now()
local entries, reply = redis.call('HGETALL', active), { 0 }
local maxRescues = tonumber(ARGV[3])

-- What plain bee-queue saved carries no counters: it goes back as it is.
local function rescue(id, token, record)
  local h = header(record)
  if not h then
    redis.call('RPUSH', base .. 'waiting', id)
    return record
  end
  local l = lines(record)
  h.attempt = fmt(tonumber(h.attempt) + 1)
  h.rescues = fmt(tonumber(h.rescues) + 1)
  h.started = begun(token)
  l.err = '"error":' .. ARGV[4] .. ','
  add_attempt(l, '{"number":' .. h.attempt .. ',"worker":"' .. session .. '","startedAt":' .. h.started ..
    ',"outcome":"rescued","error":' .. ARGV[4] .. ',"finishedAt":' .. fmt(now) .. '}')
  if tonumber(h.rescues) >= maxRescues or tonumber(h.attempt) >= tonumber(h.max) then
    h.state = 'd'
    h.finished = fmt(now)
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    redis.call('SADD', base .. 'failed', id)
    redis.call('ZADD', base .. 'state:dead', h.seq, id)
    redis.call('RPUSH', base .. 'done:dead', h.finished .. ':' .. id)
  else
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    redis.call('ZADD', base .. 'state:available', h.seq, id)
    if h.expires ~= '-' then redis.call('ZADD', base .. 'expiry', h.expires, id) end
    push(base, id, h.priority, true)
  end
  return join(h, l)
end

for i = 1, math.min(#entries, limit * 2), 2 do
  local id = entries[i]
  local record = redis.call('HGET', base .. 'jobs', id)
  if record then
    reply[#reply + 1] = id
    reply[#reply + 1] = rescue(id, entries[i + 1], record)
  end
  redis.call('HDEL', active, id)
end
reply[1] = redis.call('HLEN', active)
if reply[1] == 0 then redis.call('SREM', base .. 'owners', session) end
if #reply > 1 then wake(base, KEYS[2]) end
return reply
