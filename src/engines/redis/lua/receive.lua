--- @use _record
--- @use _gates
--- @use _insert
-- receive: stores the job of an effect, once however often it is delivered, by however many and however late.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] physical queue whose outbox has the entry, `$` for that of none · [2] number of the entry · [3] which of its effects
--   · [4] a number below which that outbox has no entry any more · [5…] the job, see _insert.lua
-- reply   {1 when it is the first job ever of the queue, else 0, '' or the task of the other job that has the id, 1 when it is not stored by this call}.
--         Of a job of a run every other job is another one: it is begun once, and what was there before does not lead back to the run
-- cost    O(log(queue)); what was received is forgotten as the outbox gets on
local base, from, low = KEYS[1], ARGV[1], tonumber(ARGV[4])
local key, member = base .. 'received:' .. from, ARGV[2] .. ':' .. ARGV[3]
local floor = tonumber(redis.call('ZSCORE', key, '') or '0')
if tonumber(ARGV[2]) < floor or redis.call('ZSCORE', key, member) then return { 0, '', 1 } end
local created, existing, fresh = insert(ARGV, 5, true)
if not created then return { 0, fresh } end
local said = existing[2] or ''
if string.find(said, '^e %a %d+$') and string.find(ARGV[14], '"workflow":{', 1, true) then return { 0, task_of(ARGV[14]) } end
redis.call('ZADD', key, ARGV[2], member)
if low > floor then
  redis.call('ZADD', key, fmt(low), '')
  in_slices('ZREM', key, redis.call('ZRANGEBYSCORE', key, '-inf', '(' .. fmt(low)))
end
return { fresh and 1 or 0, '', string.find(said, '^e %a %d+ ') and 1 or 0 }
