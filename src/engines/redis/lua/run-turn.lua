--- @use _record
--- @use _runs
--- @use _gates
--- @use _insert
--- @use _turn
-- run-turn: stores what comes of a turn of a run, all in one step, unless another turn was stored meanwhile.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] `v` and `seq` that were read · [3] `n` that was read · [4] state, '' as it is · [5] when the next turn is due, '' none;
--   at once where `n` is another by now · [6] consequences in JSON, '' none
--   · then five groups, each with its count first: fields (name, value; '' deletes) · steps whose items and lists are forgotten,
--   and `:NAME` of signals that are
--   · pages of lists (step, text) · ends of items (step, index, text) · runs, see enter_run in _runs.lua;
--   then, where jobs begin here, these: see _insert.lua
-- reply   {1, epoch milliseconds, 1 where `n` is another by now, number of the entry in the outbox or '', lowest number there,
--         1 where a queue got its first job ever} · {0} when another turn was stored, or there is no such run
-- cost    O(steps + items that begin)
local begun = {}
local told = turn_run(KEYS[1], 1, #ARGV, begun)
insert_items(KEYS[1], begun)
return told
