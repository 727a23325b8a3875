-- beat: refreshes what a process tells about itself; reads the notices it may have missed.
-- KEYS[1] sessions hash     KEYS[2] lease by which the session is listed     KEYS[3] notices hash     KEYS[4] applied hash     KEYS[5] format
-- ARGV[1] session · [2] row in JSON without the instants' ends · [3] time to live of the lease in ms, '' = leave it alone
--   · [4] what it has applied in JSON, '' = nothing; an entry that is there stays, and is seen now
-- reply   {1 the lease holds | 0, count of control changes, count of reload requests, now, format as raise-format writes it}
-- cost    O(1)
local time = redis.call('TIME')
local now = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
if ARGV[3] ~= '' then redis.call('SET', KEYS[2], now, 'PX', tonumber(ARGV[3])) end
local holds = redis.call('EXISTS', KEYS[2])
if holds == 1 then redis.call('HSET', KEYS[1], ARGV[1], '{"startedAt":' .. (redis.call('GET', KEYS[2])) .. ',"seenAt":' .. now .. ',' .. ARGV[2]) end
local entry = redis.call('HGET', KEYS[4], ARGV[1])
entry = entry and string.match(entry, ' (.*)$') or ARGV[4]
if holds == 1 and entry ~= '' then redis.call('HSET', KEYS[4], ARGV[1], now .. ' ' .. entry) end
return { holds, redis.call('HGET', KEYS[3], 'c') or '0', redis.call('HGET', KEYS[3], 'r') or '0', now, redis.call('GET', KEYS[5]) or '' }
