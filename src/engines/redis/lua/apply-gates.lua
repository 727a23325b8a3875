-- apply-gates: the rules of gates, where a script finds them.
-- KEYS[1] base of their home
-- ARGV[1] version, '' = a new one · [2] how many rules · each: name as JSON has it · 'REASON ARGUMENT'
--   · then: 'task NAME' or 'queue NAME' · lines 'COST GATE' of the gates that its jobs pass
-- reply   the version that is there afterwards: an older one changes nothing
-- cost    O(rules + tasks)
-- No rule has that name: quotes in names are escaped.
local VERSION = '"'
local gates = KEYS[1] .. 'gates'
local last, version = tonumber(redis.call('HGET', gates, VERSION) or '0'), tonumber(ARGV[1])
if not version then
  local time = redis.call('TIME')
  version = math.max(last + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
end
if version < last then return string.format('%d', last) end
redis.call('DEL', gates)
redis.call('HSET', gates, VERSION, string.format('%d', version))
redis.call('DEL', KEYS[1] .. 'passed')
local rules = 2 * tonumber(ARGV[2])
for i = 3, #ARGV, 2 do redis.call('HSET', i < 3 + rules and gates or KEYS[1] .. 'passed', ARGV[i], ARGV[i + 1]) end
return string.format('%d', version)
