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
local base = KEYS[1]
-- What turns begin is taken by the reserve behind them: whoever rests is woken where something is left.
local rested = string.find(ARGV[7], '^%d+:') and redis.call('DEL', base .. 'resting') == 1
local settled = { settle(base, KEYS[2], ARGV[1], 5) }
local reserved = reserve(base, KEYS[3], ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4])
if rested and redis.call('SET', base .. 'resting', '1', 'NX') then wake(base, KEYS[2]) end
return { settled, reserved }
