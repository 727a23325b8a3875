--- @use _record
--- @use _gates
--- @use _move
-- park: first step of a move: takes waiting jobs out of where they wait. Until they have landed in their new queue or are
-- let go of, they are shown as blocked, and nobody may change them.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] physical queue that they go to; '' = none is to be parked that is not already
--   · [2] bytes of records after which it ends early · per job: id · token
-- reply   five per job, as far as it came: code · 'STATE TASK' · entry of `moving` · id in the new queue · record for it
--   code: p parked, by this call or one before, whose token and target the entry has | h stays where it is | r refused
--     | u unknown; what follows 'STATE TASK' is '' but for p, all of it for u
-- cost    O(jobs · (log(queue) + processes)), and the size of the records; entries in waiting lists stay there, marked
local base, target, budget, reply = KEYS[1], ARGV[1], tonumber(ARGV[2]), {}

local function tell(code, about, entry, id, record)
  local n = #reply
  reply[n + 1], reply[n + 2], reply[n + 3], reply[n + 4], reply[n + 5] = code, about or '', entry or '', id or '', record or ''
end

-- A job of plain bee-queue has its queue before its id everywhere, and so keeps it as an id of its own.
local FOREIGN = '^([^\n]*\n"meta":{"task":"[^"]*"),"foreign":true'

local function tell_parked(id, entry, h, record)
  local _, state = parts_of(entry)
  h.state = state
  local about = state .. ' ' .. task_of(record)
  if string.find(record, FOREIGN) then
    record = string.gsub(record, FOREIGN, '%1', 1)
    id = string.match(base, '{([^/}]*)[^}]*}:$') .. ':' .. id
  end
  tell('p', about, entry, id, reheaded(h, record))
end

local function park(id, token)
  local record = redis.call('HGET', base .. 'jobs', id)
  if not record then
    -- A bee-queue program has removed it on its way.
    redis.call('HDEL', base .. 'moving', id)
    return tell('u')
  end
  budget = budget - #record
  local h, entry = header(record), redis.call('HGET', base .. 'moving', id)
  if entry then return tell_parked(id, entry, h, record) end
  local state = runner(base, id) and 'R' or (h and h.state or 'a')
  local about = state .. ' ' .. task_of(record)
  if target == '' then return tell('h', about) end
  if not MAY.move[state] then return tell('r', about) end
  if not h then
    h, record = adopt(base, id, record)
  end
  local before = { state = h.state, priority = h.priority, expires = h.expires }
  entry = token .. ' ' .. h.state .. ' ' .. target
  redis.call('HSET', base .. 'moving', id, entry)
  local turn = withdraw(base, id, before, record)
  record = with_waits(base, id, record)
  redis.call('HDEL', base .. 'waits', id)
  h.state = 'b'
  redis.call('HSET', base .. 'jobs', id, reheaded(h, record))
  put_in_state(base, 'b', h.seq, id)
  if turn then pass_turn_on(base, record) end
  tell_parked(id, entry, h, record)
end

for i = 3, #ARGV, 2 do
  if budget <= 0 then break end
  park(ARGV[i], ARGV[i + 1])
end
return reply
