--- @use _record
-- claim-tick: moves the cursor of a schedule and puts what follows from it, the job of the tick, into the outbox, in one step.
-- KEYS[1] schedules hash     KEYS[2] base of the keys of none     KEYS[3] list of what became of its ticks
-- ARGV[1] schedule · [2] spec · [3] cursor the claimer saw · [4] cursor afterwards · [5] id of the job, '' without one
--   · [6] its consequences in JSON · [7] record in JSON · [8] records that are kept
-- reply   {'claimed', row in JSON, number of the entry or '', lowest number in the outbox or ''}
--         {'stale' | 'refused', row in JSON or '', '', ''}
-- cost    O(log(outbox))
local name, number, low = ARGV[1], '', ''
local text = redis.call('HGET', KEYS[1], name)
if not text then return { 'refused', '', '', '' } end
local row = cjson.decode(text)
if row.spec ~= ARGV[2] or row.paused then return { 'refused', text, '', '' } end
if fmt(row.cursorAt) ~= ARGV[3] or ARGV[5] ~= '' and row.lastTickAt == tonumber(ARGV[4]) then return { 'stale', text, '', '' } end
if ARGV[5] ~= '' then
  row.lastTickAt = tonumber(ARGV[4])
  row.lastJobId = ARGV[5]
  row.runs = (row.runs or 0) + 1
end
row.cursorAt = tonumber(ARGV[4])
local after = cjson.encode(row)
redis.call('HSET', KEYS[1], name, after)
redis.call('LPUSH', KEYS[3], string.format('%d %s', store_now(), ARGV[7]))
redis.call('LTRIM', KEYS[3], 0, tonumber(ARGV[8]) - 1)
if ARGV[5] ~= '' then
  number = post(KEYS[2], 'completed', ARGV[6])
  low = string.match(redis.call('ZRANGE', KEYS[2] .. 'outbox', 0, 0)[1], '^%d+')
end
return { 'claimed', after, number, low }
