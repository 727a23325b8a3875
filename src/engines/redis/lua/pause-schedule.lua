--- @use _record
-- pause-schedule: pauses or resumes one schedule; resuming moves its cursor to now, never back.
-- KEYS[1] schedules hash
-- ARGV[1] name · [2] 1 pause, 0 resume
-- reply   row in JSON, or nil when unknown
-- cost    O(1)
local text = redis.call('HGET', KEYS[1], ARGV[1])
if not text then return nil end
local row = cjson.decode(text)
local paused = ARGV[2] == '1'
if row.paused and not paused then row.cursorAt = math.max(row.cursorAt, store_now()) end
row.paused = paused
text = cjson.encode(row)
redis.call('HSET', KEYS[1], ARGV[1], text)
return text
