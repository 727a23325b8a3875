--- @use _record
--- @use _move
-- let-go: last step of a move in the queue that was left: jobs that have landed are forgotten here, others wait here again.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] gone | back · per job: id · token
-- reply   per job 1, or 0 when it is not parked by that token (any more): nothing was done
-- cost    O(jobs · log(queue)), and the size of the records
local base, reply, woken = KEYS[1], {}, false

local function let_go(id, token)
  local entry = redis.call('HGET', base .. 'moving', id)
  local parked, state = parts_of(entry or '')
  if parked ~= token then return 0 end
  local record = redis.call('HGET', base .. 'jobs', id)
  if record and ARGV[1] == 'gone' then
    -- Its entry in the id index leads to the new queue by now.
    forget(base, '', id, record)
  elseif record then
    local h = header(record)
    h.state = state
    enter(base, id, h, reheaded(h, record))
    woken = woken or state == 'a'
  end
  redis.call('HDEL', base .. 'moving', id)
  return 1
end

for i = 2, #ARGV, 2 do reply[#reply + 1] = let_go(ARGV[i], ARGV[i + 1]) end
if woken then wake(base, KEYS[2]) end
return reply
