--- @use _record
--- @use _force
-- withdraw: a process fires no schedules any more.
-- KEYS[1] applied hash
-- ARGV[1] its session
-- reply   1 when it had applied some, else 0
-- cost    O(1)
local text = redis.call('HGET', KEYS[1], ARGV[1])
if not text then return 0 end
local force = force_of(KEYS[1])
if cjson.decode(string.match(text, ' (.*)$')).hash == force.hash then
  force.endedAt = store_now()
  redis.call('HSET', KEYS[1], '$', cjson.encode(force))
end
return redis.call('HDEL', KEYS[1], ARGV[1])
