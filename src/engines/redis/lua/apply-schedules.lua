--- @use _record
-- apply-schedules: makes the stored schedules those of the arguments, in one step.
-- KEYS[1] schedules hash
-- ARGV    name · spec, for each
-- reply   rows in JSON
-- cost    O(stored + given)
local now, keep, reply = store_now(), {}, {}
for i = 1, #ARGV, 2 do
  local name, spec = ARGV[i], ARGV[i + 1]
  keep[name] = true
  local text = redis.call('HGET', KEYS[1], name)
  local row = text and cjson.decode(text)
  if not row then
    row = { name = name, spec = spec, cursorAt = now, activatedAt = now, paused = false, lastTickAt = cjson.null, lastJobId = cjson.null }
  end
  if not text or row.spec ~= spec then
    row.spec = spec
    row.cursorAt = now
    text = cjson.encode(row)
    redis.call('HSET', KEYS[1], name, text)
  end
  reply[#reply + 1] = text
end
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  if not keep[name] then redis.call('HDEL', KEYS[1], name) end
end
return reply
