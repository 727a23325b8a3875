--- @use _record
--- @use _gates
-- answer: jobs lie before the hold that means them, or wait for their turn again, in their order, in front of their priority.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] version of the holds that were asked · per job: id · gate of the hold that means it, '' = none
-- reply   how many wait for their turn
-- cost    O(jobs · log(queue))
local base, home = KEYS[1], redis.call('GET', KEYS[1] .. 'holding')
local free = {}
for i = 2, #ARGV, 2 do
  local id, gate = ARGV[i], ARGV[i + 1]
  local held = redis.call('HDEL', base .. 'asked', id) == 1 and redis.call('HGET', base .. 'before', id)
  local record = held and redis.call('HGET', base .. 'jobs', id)
  if record then
    local reason, before = string.match(held, '^(%a+) (.*)$')
    if gate == '' or not home then
      local place = redis.call('ZSCORE', base .. 'before:' .. before, id)
      leave_gate(base, id)
      free[#free + 1] = { id = id, place = tonumber(place), record = record }
      redis.call('HSET', base .. 'cleared', id, ARGV[1])
    elseif gate ~= before then
      leave_gate(base, id)
      hold(base, home, gate, reason, id, record)
    else
      note_wait(base, id, record, header(record).started, reason, gate, fmt(store_now()))
    end
  end
end
table.sort(free, function(a, b) return a.place > b.place end)
for _, job in ipairs(free) do push(base, job.id, header(job.record), job.record, true) end
if #free > 0 then wake(base, KEYS[2]) end
return #free
