--- @use _record
--- @use _runs
-- run-enter: stores a run; its first turn is due.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] id · [2] what it was given · [3] workflow or '' · [4] parent or '' · [5] plan · [6] input
-- reply   {1 when it is new, else 0, its state, its number, epoch milliseconds of its beginning}
-- cost    O(log(runs))
local fresh = enter_run(KEYS[1], 1)
local state, seq, created = unpack(redis.call('HMGET', run_key(KEYS[1], ARGV[1]), 'state', 'seq', 'created'))
return { fresh and 1 or 0, state, seq, created }
