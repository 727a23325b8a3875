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
local turns = string.find(ARGV[7], '^%d+:')
local rested = turns and redis.call('EXISTS', base .. 'resting') == 1
if rested then this_call().quiet = base end
-- What a released job would take first, and what priorities share, is not begun on the way.
if turns and ARGV[6] == '0' and ARGV[4] ~= 'weighted' then
  this_call().taker = { base = base, lease = KEYS[3], want = tonumber(ARGV[2]), is_alone = is_alone }
end
local settled = { settle(base, KEYS[2], ARGV[1], 5) }
local reserved, rests = reserve(base, KEYS[3], ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], rested)
if rested and not rests then
  this_call().quiet = nil
  wake(base, KEYS[2])
end
return { settled, reserved }
