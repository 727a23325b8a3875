--- @use _record
--- @use _gates
--- @use _settle
-- settle: running → what the outcomes say, for a batch of one session, fenced.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] session · [2…] the settlements, see _settle.lua
-- reply   {{number of a completed job that was not settled, its reply, …}, {reply of each other job}}
-- cost    O(jobs · log(queue))
return { settle(KEYS[1], KEYS[2], ARGV[1], 2) }
