--- @use _record
--- @use _gates
-- part-gate: jobs of a task, or of the queue, are held before a gate that they do not pass any more: they wait for their turn again; some jobs a call.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] gate as JSON has it · [2] task, '' = all of the queue · [3] how many of the last ones were left where they are
-- reply   how many were left by now, -1 when all were gone through
-- cost    O(JOBS · log(queue)), and the size of the records
local base, gate, task, kept = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local JOBS = 200
local home = redis.call('GET', base .. 'gating')
if not home then return -1 end
-- From the last ones to the first, so that the first one is the first again.
local ids, parting = redis.call('ZRANGE', base .. 'before:' .. gate, -kept - JOBS, -kept - 1), {}
for _, id in ipairs(ids) do
  local record = redis.call('HGET', base .. 'jobs', id)
  if not record or task == '' or task_of(record) == task then parting[#parting + 1] = id end
end
let_go(base, home, gate, 0, parting)
return #ids < JOBS and -1 or kept + #ids - #parting
