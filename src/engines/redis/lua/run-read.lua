--- @use _record
--- @use _runs
-- run-read: a run without its plan, with the time.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] id
-- reply   {epoch milliseconds, input, field, value …}; only the time when there is no such run
-- cost    O(steps)
local key = run_key(KEYS[1], ARGV[1])
local fields = redis.call('HGETALL', key)
local reply = { now_ms() }
if #fields == 0 then return reply end
reply[2] = redis.call('GET', key .. ':input') or 'null'
for i, field in ipairs(fields) do reply[i + 2] = field end
return reply
