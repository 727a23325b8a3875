--- @use _record
--- @use _runs
-- run-signal: keeps the first signal of a name for the steps that wait for it, now or later.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] name · [3] payload in JSON
-- reply   its state, and 1 when it was taken; nothing when there is no such run
-- cost    O(log(runs))
local key = run_key(KEYS[1], ARGV[1])
local state = redis.call('HGET', key, 'state')
if not state then return {} end
if state ~= 'running' then return { state, 0 } end
if redis.call('HEXISTS', key .. ':g', ARGV[2]) == 0 then redis.call('HSET', key .. ':g', ARGV[2], ARGV[3]) end
tell_run(KEYS[1], ARGV[1])
return { state, 1 }
