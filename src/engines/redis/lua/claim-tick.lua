--- @use _record
-- claim-tick: moves the cursor of a schedule and puts what follows from it, the job of the tick, into the outbox, in one step.
-- KEYS[1] schedules hash     KEYS[2] base of the keys of none
-- ARGV[1] schedule · [2] spec · [3] cursor the claimer saw · [4] cursor afterwards · [5] id of the job, '' without one
--   · [6] its consequences in JSON
-- reply   {'claimed', row in JSON, number of the entry or '', lowest number in the outbox or ''}
--         {'stale' | 'refused', row in JSON or '', '', ''}
-- cost    O(log(outbox))
local name, number, low = ARGV[1], '', ''
local text = redis.call('HGET', KEYS[1], name)
if not text then return { 'refused', '', '', '' } end
local row = cjson.decode(text)
if row.spec ~= ARGV[2] or row.paused then return { 'refused', text, '', '' } end
if fmt(row.cursorAt) ~= ARGV[3] then return { 'stale', text, '', '' } end
if ARGV[5] ~= '' then
  row.lastTickAt = tonumber(ARGV[4])
  row.lastJobId = ARGV[5]
end
row.cursorAt = tonumber(ARGV[4])
local after = cjson.encode(row)
redis.call('HSET', KEYS[1], name, after)
if ARGV[5] ~= '' then
  number = post(KEYS[2], 'completed', ARGV[6])
  low = string.match(redis.call('ZRANGE', KEYS[2] .. 'outbox', 0, 0)[1], '^%d+')
end
return { 'claimed', after, number, low }
