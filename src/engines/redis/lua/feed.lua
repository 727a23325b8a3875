-- feed: appends to the feed; the oldest go where they are too many or too old.
-- KEYS[1] base of no queue
-- ARGV[1] entries kept · [2] how long, ms · [3…] events in JSON
-- reply   number of the last one
-- cost    O(events · log(kept))
local feed, time = KEYS[1] .. 'feed', redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
-- By the clock, so that numbers go on when a failover has lost the last ones; by the last one, should the clock go back.
local number = math.max(tonumber(redis.call('HGET', KEYS[1] .. 'fed', 'last') or '0'), now - 1)
for i = 3, #ARGV do
  number = number + 1
  local text = string.format('%d', number)
  redis.call('ZADD', feed, text, text .. ' ' .. ARGV[i])
end
local text = string.format('%d', number)
redis.call('HSET', KEYS[1] .. 'fed', 'last', text)
local old = redis.call('ZRANGEBYSCORE', feed, '-inf', string.format('%d', now - tonumber(ARGV[2]) * 1000), 'LIMIT', 0, 1000)
local excess = redis.call('ZCARD', feed) - tonumber(ARGV[1])
if excess > #old then old = redis.call('ZRANGE', feed, 0, math.min(excess, 4000) - 1) end
if #old > 0 then
  redis.call('ZREM', feed, unpack(old))
  redis.call('HSET', KEYS[1] .. 'fed', 'gone', string.match(old[#old], '^%d+'))
end
return text
