--- @use _record
--- @use _gates
--- @use _runs
--- @use _notes
--- @use _insert
--- @use _turn
--- @use _settle
--- @use _reserve
-- exchange: settle, then reserve, in one step: what a busy queue does at every turn.
-- KEYS[1] queue base     KEYS[2] its channel     KEYS[3] lease key of the session
-- ARGV[1] session · [2] how many to reserve · [3] error in JSON for jobs past their expiry
--   · [4] order, see _reserve.lua · [5…] the settlements, see _settle.lua
-- reply   {as settle, as reserve}
-- cost    of both
local settled = { settle(KEYS[1], KEYS[2], ARGV[1], 5) }
return { settled, reserve(KEYS[1], KEYS[3], ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]) }
