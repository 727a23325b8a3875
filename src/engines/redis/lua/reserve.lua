--- @use _record
--- @use _gates
--- @use _reserve
-- reserve: available → running, in the order that _reserve.lua says.
-- KEYS[1] queue base                      KEYS[2] lease key of the session
-- ARGV[1] session · [2] how many · [3] error in JSON for jobs past their expiry · [4] order, see _reserve.lua
-- reply   see _reserve.lua
-- cost    O(n · log(queue)); entries of jobs cancelled in the list are dropped on the way, at most 1 000 a call
return (reserve(KEYS[1], KEYS[2], ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]))
