--- @use _record
--- @use _holds
-- set-holds: holds stand from now on, or end now.
-- KEYS[1] base of their home
-- ARGV[1] version, '' = a new one · per hold: gate as JSON has it · what `holds` has of it, see _holds.lua, or '' = it ends
-- reply   the version that is there afterwards
-- cost    O(holds given · log(holds))
local home, now = KEYS[1], store_now()
local holds = home .. 'holds'
local last, version = tonumber(redis.call('HGET', holds, VERSION_OF_HOLDS) or '0'), tonumber(ARGV[1])
version = math.max(last, version or math.max(last + 1, store_micros()))
for i = 2, #ARGV, 2 do
  local gate, text = ARGV[i], ARGV[i + 1]
  if text == '' then
    local old = redis.call('HGET', holds, gate)
    text = old and fmt(now) .. string.match(old, '(\n.*)$')
  end
  if text then
    redis.call('HSET', holds, gate, text)
    local ends = string.match(text, '^[^\n]*')
    if ends == '' then redis.call('ZREM', home .. 'due', gate) else redis.call('ZADD', home .. 'due', ends, gate) end
  end
end
if redis.call('EXISTS', holds) == 1 then redis.call('HSET', holds, VERSION_OF_HOLDS, fmt(version)) end
return fmt(version)
