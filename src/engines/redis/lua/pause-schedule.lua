--- @use _record
-- pause-schedule: pauses or resumes one schedule; resuming moves its cursor to now, back only where a wrong clock left it.
-- KEYS[1] schedules hash     KEYS[2] list of what became of its ticks
-- ARGV[1] name · [2] 1 pause, 0 resume · [3] ms beyond now that are put up with
--   · [4] '' or the end of the pause that is to be ended: nothing is done where it has another · [5] why it is paused, in JSON
--   · [6] records that are kept
-- reply   row in JSON, or nil when unknown
-- cost    O(1)
local text = redis.call('HGET', KEYS[1], ARGV[1])
if not text then return nil end
local row, now = cjson.decode(text), store_now()
local paused, ends = ARGV[2] == '1', tonumber(ARGV[4])
local was, from = row.paused, row.cursorAt
if ends then
  if not row.paused or type(row.pause) ~= 'table' or row.pause['until'] ~= ends then return text end
  -- A tick at that very instant is none of the pause.
  row.cursorAt = math.max(row.cursorAt, ends - 1)
elseif not paused and row.cursorAt > now + tonumber(ARGV[3]) then
  row.cursorAt = now
  row.setBack = (row.setBack or 0) + 1
elseif row.paused and not paused then
  row.cursorAt = math.max(row.cursorAt, now)
end
if was and not paused then
  local record = { plannedAt = row.cursorAt, from = from, id = cjson.null, by = cjson.null, why = 'paused', blockedBy = cjson.null }
  redis.call('LPUSH', KEYS[2], string.format('%d %s', now, cjson.encode(record)))
  redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[6]) - 1)
end
row.paused = paused
row.pause = cjson.null
if paused then
  row.pause = cjson.decode(ARGV[5])
  row.pause.at = now
end
text = cjson.encode(row)
redis.call('HSET', KEYS[1], ARGV[1], text)
return text
