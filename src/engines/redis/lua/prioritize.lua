--- @use _record
--- @use _gates
-- prioritize: waiting jobs get another priority; an available one waits behind those that have it.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] priority · [2…] ids
-- reply   per id: 'd STATE TASK' done | 'r STATE TASK' refused | 'u' unknown
-- cost    O(ids · (log(queue) + processes)); an entry in a waiting list stays there, marked, until it is met
local base, priority, now, reply = KEYS[1], ARGV[1], fmt(store_now()), {}

-- Those before a gate stand there by priority and creation.
local function change_held(id, h, record, held)
  local place = math.max(0, math.min(SPAN - 1, tonumber(h.seq) - EPOCH))
  h.priority = priority
  redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
  redis.call('ZADD', base .. 'before:' .. string.match(held, ' (.*)$'), 'XX', fmt(tonumber(priority) * SPAN + place), id)
end

local function change(id, h, record)
  local held = redis.call('HGET', base .. 'before', id)
  if held then return change_held(id, h, record, held) end
  local before = h.priority
  h.priority = priority
  if h.state == 'a' then h.run = now end
  -- Also the write that a full Redis refuses.
  redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
  if h.state ~= 'a' then return end
  local tenant = tenant_of(record)
  if tenant then leave_turn(base, id, before, tenant) else mark_stale(base, id, before) end
  put_in_state(base, 'a', h.seq, id)
  push(base, id, h, record, false)
end

for i = 2, #ARGV do
  local id = ARGV[i]
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  local state = record and (runner(base, id) and 'R' or h and h.state or 'a')
  if not record then
    reply[#reply + 1] = 'u'
  elseif not MAY.prioritize[state] or is_moving(base, id, h) then
    reply[#reply + 1] = 'r ' .. state .. ' ' .. task_of(record)
  else
    -- What plain bee-queue has saved lies in the list of the priority in between.
    if not h then
      h, record = adopt(base, id, record)
    end
    if h.priority ~= priority then change(id, h, record) end
    reply[#reply + 1] = 'd ' .. h.state .. ' ' .. task_of(record)
  end
end
return reply
