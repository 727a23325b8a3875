--- @use _record
--- @use _insert
-- claim-tick: moves the cursor of a schedule and stores the job of the tick, in one step.
-- KEYS[1] global base                     KEYS[2] signal channel
-- ARGV[1] schedule · [2] spec · [3] cursor the claimer saw · [4] cursor afterwards · [5] 1 with a job, 0 without
--   · [6…] the job, see _insert.lua
-- reply   {'claimed' | 'stale' | 'refused', row in JSON or ''}
-- cost    O(log(queue))
local rows, name = KEYS[1] .. 'schedules', ARGV[1]
local text = redis.call('HGET', rows, name)
if not text then return { 'refused', '' } end
local row = cjson.decode(text)
if row.spec ~= ARGV[2] or row.paused then return { 'refused', text } end
if fmt(row.cursorAt) ~= ARGV[3] then return { 'stale', text } end
local now = store_now()
if ARGV[5] == '1' then
  insert(KEYS[1], KEYS[2], 6, now)
  row.lastTickAt = tonumber(ARGV[4])
  row.lastJobId = ARGV[16]
end
row.cursorAt = tonumber(ARGV[4])
local after = cjson.encode(row)
redis.call('HSET', rows, name, after)
return { 'claimed', after }
