--- @use _record
-- set-back: sets cursors that a wrong clock has left in the future to now.
-- KEYS[1] schedules hash
-- ARGV[1] ms beyond now that are put up with · [2…] names
-- reply   rows in JSON of those that were set back
-- cost    O(names)
local now, reply = store_now(), {}
for i = 2, #ARGV do
  local text = redis.call('HGET', KEYS[1], ARGV[i])
  local row = text and cjson.decode(text)
  if row and row.cursorAt > now + tonumber(ARGV[1]) then
    row.cursorAt = now
    row.setBack = (row.setBack or 0) + 1
    text = cjson.encode(row)
    redis.call('HSET', KEYS[1], ARGV[i], text)
    reply[#reply + 1] = text
  end
end
return reply
