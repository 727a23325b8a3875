--- @use _record
-- pause-schedule: pauses or resumes one schedule; resuming moves its cursor to now, back only where a wrong clock left it.
-- KEYS[1] schedules hash
-- ARGV[1] name · [2] 1 pause, 0 resume · [3] ms beyond now that are put up with
-- reply   row in JSON, or nil when unknown
-- cost    O(1)
local text = redis.call('HGET', KEYS[1], ARGV[1])
if not text then return nil end
local row, now = cjson.decode(text), store_now()
local paused = ARGV[2] == '1'
if not paused and row.cursorAt > now + tonumber(ARGV[3]) then
  row.cursorAt = now
  row.setBack = (row.setBack or 0) + 1
elseif row.paused and not paused then
  row.cursorAt = math.max(row.cursorAt, now)
end
row.paused = paused
text = cjson.encode(row)
redis.call('HSET', KEYS[1], ARGV[1], text)
return text
