--- @use _record
-- audit: writes a line of what was changed; the oldest go where they are too many or too old.
-- KEYS[1] base of no queue
-- ARGV[1] how long lines are kept, ms · [2] how many · [3] lines that go at most · [4] the line, where there is one: `ID BODY`
--         [5] the line whose place it takes, where that one stands
-- reply   so many went
-- cost    O((1 + lines that go) · log(kept))
local lines, now, limit = KEYS[1] .. 'audit', store_micros(), tonumber(ARGV[3])
local old = redis.call('ZRANGEBYSCORE', lines, '-inf', string.format('(%d', now - tonumber(ARGV[1]) * 1000), 'LIMIT', 0, limit)
local excess = redis.call('ZCARD', lines) - tonumber(ARGV[2]) + (ARGV[4] and 1 or 0)
if excess > #old then old = redis.call('ZRANGE', lines, 0, math.min(excess, limit) - 1) end
if #old > 0 then redis.call('ZREM', lines, unpack(old)) end
local place = ARGV[5] and redis.call('ZSCORE', lines, ARGV[5])
if place then
  redis.call('ZREM', lines, ARGV[5])
  redis.call('ZADD', lines, place, ARGV[4])
elseif ARGV[4] and not redis.call('ZSCORE', lines, ARGV[4]) then
  -- After all that stand, should the clock go back; no two have one place.
  local last = redis.call('ZREVRANGEBYSCORE', lines, '+inf', '-inf', 'WITHSCORES', 'LIMIT', 0, 1)
  redis.call('ZADD', lines, string.format('%d', math.max(now, (tonumber(last[2]) or 0) + 1)), ARGV[4])
end
return #old
