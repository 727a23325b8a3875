--- @use _record
-- record-revision: numbers an applied manifest, unless it is the current one.
-- KEYS[1] revisions list, newest first
-- ARGV[1] hash · [2] by whom, as a JSON string · [3] how many are kept
-- reply   the revision in JSON
-- cost    O(1)
local newest = redis.call('LINDEX', KEYS[1], 0)
local number = 0
if newest then
  local decoded = cjson.decode(newest)
  if decoded.hash == ARGV[1] then return newest end
  number = decoded.revision
end
local text = '{"revision":' .. fmt(number + 1) .. ',"hash":' .. cjson.encode(ARGV[1]) .. ',"appliedAt":' .. fmt(store_now()) ..
  ',"by":' .. ARGV[2] .. '}'
redis.call('LPUSH', KEYS[1], text)
redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[3]) - 1)
return text
