-- apply-gates: the rules of gates, where a script finds them.
-- KEYS[1] base of their home
-- ARGV[1] version, '' = a new one · [2…] name · 'REASON LIMIT'
-- reply   the version that is there afterwards: an older one changes nothing
-- cost    O(rules)
local gates = KEYS[1] .. 'gates'
local last, version = tonumber(redis.call('HGET', gates, '') or '0'), tonumber(ARGV[1])
if not version then
  local time = redis.call('TIME')
  version = math.max(last + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
end
if version < last then return string.format('%d', last) end
redis.call('DEL', gates)
redis.call('HSET', gates, '', string.format('%d', version), unpack(ARGV, 2))
return string.format('%d', version)
