--- @use _record
--- @use _gates
-- give-back: ends the lease of a session in a queue; running → available (in front) for all it holds. No attempt counted.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] session · [2] bytes of records after which it ends early
-- reply   how many are left: to be called again
-- cost    O(held · log(queue))
local base, session, now = KEYS[1], ARGV[1], fmt(store_now())
local active = base .. 'active:' .. session
local entries = redis.call('HGETALL', active)
redis.call('DEL', base .. 'lease:' .. session)
local budget = tonumber(ARGV[2])
for i = 1, #entries, 2 do
  if budget <= 0 then break end
  local id, token = entries[i], entries[i + 1]
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if record then budget = budget - #record end
  if h then
    local l = lines(record)
    h.started = begun(token)
    add_attempt(l, '{"number":' .. fmt(tonumber(h.attempt) + 1) .. ',"worker":"' .. session .. '","startedAt":' .. h.started ..
      ',"outcome":"released","finishedAt":' .. now .. '}')
    -- It has begun, as far as anybody knows: it expires no more.
    h.expires = '-'
    redis.call('HSET', base .. 'jobs', id, join(h, l))
    push(base, id, h, record, true)
  elseif record then
    redis.call('RPUSH', base .. 'waiting', id)
  end
  redis.call('HDEL', active, id)
  give_pass_back(base, id, token)
end
local left = redis.call('HLEN', active)
if left == 0 then
  give_passes_back(base, session)
  redis.call('SREM', base .. 'owners', session)
end
if #entries > 0 then wake(base, KEYS[2]) end
return left
