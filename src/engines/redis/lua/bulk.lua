--- @use _record
-- bulk: bulk operations: who carries one out, and how far it is.
-- KEYS[1] base of no queue                KEYS[2] channel of no queue
-- ARGV[1] add: id · body · carrier · lease in ms · so many that are done are kept
--         save: id · body · carrier · lease in ms · 1 when it is done
--         take: carrier · lease in ms
--         cancel: id
-- reply   add: 1 · save: held | cancelled | lost · take: id, '' when there is none · cancel: 1, 0 when there is none that goes on
-- cost    O(log(operations)); add: O(those that go)
--   bulks: ids by the instant in which they were added · bulks-open: those that are not done, by the end of their lease · bulk:ID: body, carrier, done, cancelled
local base, now = KEYS[1], store_now()

local function key_of(id)
  return base .. 'bulk:' .. id
end

local verbs = {}

function verbs.add(id, body, carrier, lease, keep)
  redis.call('HSET', key_of(id), 'body', body, 'carrier', carrier)
  redis.call('ZADD', base .. 'bulks', fmt(store_micros()), id)
  redis.call('ZADD', base .. 'bulks-open', fmt(now + tonumber(lease)), id)
  for _, old in ipairs(redis.call('ZRANGE', base .. 'bulks', 0, -tonumber(keep) - 1)) do
    if redis.call('HEXISTS', key_of(old), 'done') == 1 then
      redis.call('DEL', key_of(old))
      redis.call('ZREM', base .. 'bulks', old)
    end
  end
  return 1
end

function verbs.save(id, body, carrier, lease, done)
  local stored = redis.call('HMGET', key_of(id), 'carrier', 'done', 'cancelled')
  if stored[1] ~= carrier or stored[2] then return 'lost' end
  redis.call('HSET', key_of(id), 'body', body)
  if done == '1' then
    redis.call('HSET', key_of(id), 'done', '1')
    redis.call('ZREM', base .. 'bulks-open', id)
  else
    redis.call('ZADD', base .. 'bulks-open', fmt(now + tonumber(lease)), id)
  end
  return stored[3] and 'cancelled' or 'held'
end

function verbs.take(carrier, lease)
  local id = redis.call('ZRANGEBYSCORE', base .. 'bulks-open', '-inf', fmt(now), 'LIMIT', 0, 1)[1]
  if not id then return '' end
  redis.call('HSET', key_of(id), 'carrier', carrier)
  redis.call('ZADD', base .. 'bulks-open', fmt(now + tonumber(lease)), id)
  return id
end

function verbs.cancel(id)
  if not redis.call('ZSCORE', base .. 'bulks-open', id) then return 0 end
  redis.call('HSET', key_of(id), 'cancelled', '1')
  return 1
end

return verbs[ARGV[1]](unpack(ARGV, 2))
