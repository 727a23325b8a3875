--- @use _record
--- @use _gates
-- rescue: running → available (in front) or dead, for the jobs of sessions whose lease is over; counts attempt and rescue.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] at most so many · [2] maxRescues · [3] error in JSON · [4] bytes of records after which it ends early
--   · [5] the error of one that dies, with its fingerprint
-- reply   {left, whether moves are under way here: 0 to 2, id, record, id, record, …} as they are afterwards, without what is
--         large in them
-- cost    O(processes + count · log(queue)); HSCAN-free: an active hash holds what one process ran at once
local base, limit, maxRescues, budget = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
local now, reply = store_now(), { 0, redis.call('EXISTS', base .. 'moving', base .. 'landing') }

-- What plain bee-queue saved carries no counters: it goes back as it is.
local function rescue(session, id, token, record)
  local h = header(record)
  if not h then
    redis.call('RPUSH', base .. 'waiting', id)
    return '{"data":null}'
  end
  local l = lines(record)
  h.attempt = fmt(tonumber(h.attempt) + 1)
  h.rescues = fmt(tonumber(h.rescues) + 1)
  h.started = begun(token)
  l.err = '"error":' .. ARGV[3] .. ','
  add_attempt(l, '{"number":' .. h.attempt .. ',"worker":"' .. session .. '","startedAt":' .. h.started ..
    ',"outcome":"rescued","error":' .. ARGV[3] .. ',"finishedAt":' .. fmt(now) .. '}')
  if tonumber(h.rescues) >= maxRescues or tonumber(h.attempt) >= tonumber(h.max) then
    h.state = 'd'
    h.finished = fmt(now)
    l.err = '"error":' .. ARGV[5] .. ','
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    redis.call('SADD', base .. 'failed', id)
    put_in_state(base, 'd', h.seq, id)
    redis.call('RPUSH', base .. 'done:dead', h.finished .. ':' .. id)
    note_death(base, string.match(ARGV[5], '"fingerprint":"(%x+)"'), task_of(record), h.seq, id, h.finished)
    follow(base, id, l.meta, 'dead', h.attempt)
  else
    -- It has begun, as far as anybody knows: it expires no more.
    h.expires = '-'
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    push(base, id, h, record, true)
  end
  return join(h, { meta = l.meta, live = FRESH.live, err = l.err, attempts = FRESH.attempts, result = FRESH.result,
    data = '"data":null}' })
end

local function take_back(session)
  local active = base .. 'active:' .. session
  local entries = redis.call('HGETALL', active)
  for i = 1, math.min(#entries, limit * 2), 2 do
    if budget <= 0 then break end
    local id = entries[i]
    local record = redis.call('HGET', base .. 'jobs', id)
    if record then
      budget = budget - #record
      reply[#reply + 1] = id
      reply[#reply + 1] = rescue(session, id, entries[i + 1], record)
    end
    redis.call('HDEL', active, id)
    give_pass_back(base, id, entries[i + 1])
    limit = limit - 1
  end
  local left = redis.call('HLEN', active)
  if left == 0 then
    give_passes_back(base, session)
    redis.call('SREM', base .. 'owners', session)
  end
  reply[1] = reply[1] + left
end

for _, session in ipairs(redis.call('SMEMBERS', base .. 'owners')) do
  if redis.call('EXISTS', base .. 'lease:' .. session) == 0 then take_back(session) end
end
if #reply > 2 then wake(base, KEYS[2]) end
return reply
