--- @use _record
--- @use _runs
--- @use _notes
-- run-note: items of runs have ended. An end is known again by its ordinal, which grows with each end of the same job.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV    per item: run · step · index · round · ordinal · letter of the end: c, f, x · result or error in JSON
-- reply   per item, see _notes.lua
-- cost    O(items · log(runs))
local ends = {}
for at = 1, #ARGV, 7 do
  local run, step, index, round, ordinal, letter, value = unpack(ARGV, at, at + 6)
  ends[#ends + 1] = { run = run, step = step, index = index, round = round, ordinal = ordinal, letter = letter, value = value }
end
return note_ends(KEYS[1], ends)
