-- raise-format: notes by which format the store is written from now on; a number is never lowered.
-- KEYS[1] format
-- ARGV[1] format of the caller · [2] its version of Skep
-- reply   what stands there afterwards: the number and, after a blank, the version that brought it
-- cost    O(1)
local text = redis.call('GET', KEYS[1]) or '0'
if tonumber(string.match(text, '^%d+') or '0') >= tonumber(ARGV[1]) then return text end
text = ARGV[1] .. ' ' .. ARGV[2]
redis.call('SET', KEYS[1], text)
return text
