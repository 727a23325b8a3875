-- override-gate: a rule stands in the place of the one that was applied, or that one stands again.
-- KEYS[1] base of the home of gates
-- ARGV[1] name of the gate as JSON has it · [2] 'REASON ARGUMENT', '' = the one that was applied
-- reply   1, or 0 when there is no rule of that name
-- cost    O(1)
local gates, overrides, name = KEYS[1] .. 'gates', KEYS[1] .. 'overrides', ARGV[1]
local standing = redis.call('HGET', gates, name)
if not standing then return 0 end
local known = redis.call('HGET', overrides, name)
local own = known and string.match(known, '^([^\n]*)') or standing
if ARGV[2] == '' then
  redis.call('HSET', gates, name, own)
  redis.call('HDEL', overrides, name)
else
  redis.call('HSET', gates, name, ARGV[2])
  redis.call('HSET', overrides, name, own .. '\n' .. ARGV[2])
end
return 1
