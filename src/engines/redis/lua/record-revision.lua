--- @use _record
-- record-revision: numbers an applied manifest, unless it is the current one.
-- KEYS[1] revisions list, newest first     KEYS[2] hash of what they said
-- ARGV[1] hash · [2] what is told of it, members of a JSON object · [3] how many are kept · [4] what it says · [5] of how
--   many that is kept · [6] the revision that has to be the current one, '' = whichever
-- reply   the revision in JSON; '' when the current one is another
-- cost    O(1)
local newest = redis.call('LINDEX', KEYS[1], 0)
local current = newest and cjson.decode(newest) or { revision = 0 }
if ARGV[6] ~= '' and fmt(current.revision) ~= ARGV[6] then return '' end
if current.hash == ARGV[1] then return newest end
local number = fmt(current.revision + 1)
local text = '{"revision":' .. number .. ',"hash":' .. cjson.encode(ARGV[1]) .. ',"appliedAt":' .. fmt(store_now()) ..
  ',' .. ARGV[2] .. '}'
redis.call('LPUSH', KEYS[1], text)
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[3]) - 1)
redis.call('HSET', KEYS[2], number, ARGV[4])
redis.call('HDEL', KEYS[2], fmt(current.revision + 1 - tonumber(ARGV[5])))
return text
