--- @use _record
--- @use _runs
-- run-note: an item of a run has ended. Known again by its ordinal, which grows with each end of the same job.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] step · [3] index · [4] round · [5] ordinal · [6] letter of the end: c, f, x · [7] result or error in JSON
-- reply   {'none'} no such run or step · {'stale'} nothing new · {'quiet'} counted, and nothing comes of it · {'go'} counted, and a
--         turn is due · {'heal', letter} it had ended so before, and the step is to be counted anew
-- cost    O(1)
local base, id, step, index, ordinal, letter = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6]
local key = run_key(base, id)
local head = redis.call('HGET', key, 's:' .. step)
if not head then return { 'none' } end
local round, begun, total, running = string.match(head, '^(%d+) (%d+) (%d+) (%d)')
if round ~= ARGV[4] then return { 'stale' } end
local items = key .. ':i:' .. step
local before = redis.call('HGET', items, index)
if before then
  local was, number = string.match(before, '^(%a)(%d+)')
  if was == 'c' or tonumber(number) >= tonumber(ordinal) then return { 'stale' } end
  local retried = was == 'F' or was == 'X'
  if not retried or running ~= '1' then return { 'heal', string.lower(was) } end
end
if running ~= '1' then return { 'stale' } end
redis.call('HSET', items, index, letter .. ordinal .. ' ' .. ARGV[7])
redis.call('HINCRBY', key, letter .. ':' .. step, 1)
if letter ~= 'c' and redis.call('HEXISTS', key, 'e:' .. step) == 0 then redis.call('HSET', key, 'e:' .. step, ARGV[7]) end
local over = 0
for _, count in ipairs(redis.call('HMGET', key, 'c:' .. step, 'f:' .. step, 'x:' .. step)) do over = over + tonumber(count or 0) end
if over < tonumber(begun) and begun == total then return { 'quiet' } end
set_due(base, id, '0')
return { 'go' }
