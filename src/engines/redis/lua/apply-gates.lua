-- apply-gates: the rules of gates, where a script finds them.
-- KEYS[1] base of their home
-- ARGV[1] version, '' = a new one · [2] how many rules · each: name as JSON has it · 'REASON ARGUMENT'
--   · then: 'task NAME' or 'queue NAME' · lines 'COST GATE' of the gates that its jobs pass
-- reply   {the version that is there afterwards: an older one changes nothing, 'task NAME' or 'queue NAME', a gate that its jobs do not pass any more, …}
-- cost    O(rules + tasks)
-- No rule has that name: quotes in names are escaped.
local VERSION = '"'
local gates = KEYS[1] .. 'gates'
local last, version = tonumber(redis.call('HGET', gates, VERSION) or '0'), tonumber(ARGV[1])
if not version then
  local time = redis.call('TIME')
  version = math.max(last + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
end
if version < last then return { string.format('%d', last) } end
redis.call('DEL', gates)
redis.call('HSET', gates, VERSION, string.format('%d', version))
local former = redis.call('HGETALL', KEYS[1] .. 'passed')
redis.call('DEL', KEYS[1] .. 'passed')
local rules = 2 * tonumber(ARGV[2])
for i = 3, #ARGV, 2 do redis.call('HSET', i < 3 + rules and gates or KEYS[1] .. 'passed', ARGV[i], ARGV[i + 1]) end
-- What is said of gates that have no rule any more.
for _, gate in ipairs(redis.call('HKEYS', KEYS[1] .. 'circuits')) do
  if redis.call('HEXISTS', gates, gate) == 0 then redis.call('HDEL', KEYS[1] .. 'circuits', gate) end
end
-- A limit that was set at run time stands until the manifest says something else of its own: NAME → its rule, newline, the one set.
local set = redis.call('HGETALL', KEYS[1] .. 'overrides')
for i = 1, #set, 2 do
  local own, rule = string.match(set[i + 1], '^([^\n]*)\n(.*)$')
  if redis.call('HGET', gates, set[i]) == own then
    redis.call('HSET', gates, set[i], rule)
  else
    redis.call('HDEL', KEYS[1] .. 'overrides', set[i])
  end
end
local reply = { string.format('%d', version) }
for i = 1, #former, 2 do
  local kept = {}
  for gate in string.gmatch(redis.call('HGET', KEYS[1] .. 'passed', former[i]) or '', '%d+ ([^\n]*)') do kept[gate] = true end
  for gate in string.gmatch(former[i + 1], '%d+ ([^\n]*)') do
    if not kept[gate] then
      reply[#reply + 1] = former[i]
      reply[#reply + 1] = gate
    end
  end
end
return reply
