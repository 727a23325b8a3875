--- @use _record
--- @use _runs
-- run-mark: the ends of these items count no more where they are no completions; their jobs are to be retried.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] step · [3…] indices
-- reply   how many
-- cost    O(indices)
local items, count = run_key(KEYS[1], ARGV[1]) .. ':i:' .. ARGV[2], 0
for i = 3, #ARGV do
  local text = redis.call('HGET', items, ARGV[i])
  if text and (string.sub(text, 1, 1) == 'f' or string.sub(text, 1, 1) == 'x') then
    redis.call('HSET', items, ARGV[i], string.upper(string.sub(text, 1, 1)) .. string.sub(text, 2))
    count = count + 1
  end
end
return count
