--- @use _record
-- examine: do the records of a queue and its indexes agree? One page of the records or of an index, or some ids.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] records | states | delayed: what to look through, from the cursor [2]
--         waiting: whether the ids [4…] have a place in a waiting list
-- ARGV[3] 1 to put right what is found
-- reply   {cursor, what is wrong, id, what is wrong, id, …}; 'chosen' is not wrong: the id index must have this one
-- cost    O(page); `waiting` O(ids · list), asked for those only that seem to be in none
local base, what, fix, reply = KEYS[1], ARGV[1], ARGV[3] == '1', { '0' }
local PAGE = 200

local function found(problem, id)
  reply[#reply + 1] = problem
  reply[#reply + 1] = id
  return fix
end

local function examine_record(id, record)
  local h = header(record)
  -- What plain bee-queue has saved is in none of our indexes.
  if not h or string.find(record, '"foreign":true', 1, true) then return end
  -- Between two queues: the id index may lead to the other one, and no list of this one has it.
  if is_moving(base, id, h) then return end
  if string.find(record, '^[^\n]*\n"meta":{"task":"[^"]*","chosen":true') then found('chosen', id) end
  if runner(base, id) then return end
  if not redis.call('ZSCORE', base .. 'states', id) and found('states', id) then put_in_state(base, h.state, h.seq, id) end
  if h.state == 's' or h.state == 'r' then
    if not redis.call('ZSCORE', base .. 'delayed', id) and found('due', id) then redis.call('ZADD', base .. 'delayed', h.run, id) end
  elseif h.state == 'b' then
    local task = task_of(record)
    if redis.call('SISMEMBER', base .. 'held:' .. task, id) == 0 and found('held', id) then
      redis.call('SADD', base .. 'held', task)
      redis.call('SADD', base .. 'held:' .. task, id)
    end
  end
end

-- A job lies at the place of its state: elsewhere it was left in a former one.
local function examine_member(id, score)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if record and not h then return end
  if what == 'delayed' then
    local there = h and (h.state == 's' or h.state == 'r')
    if not there and found('orphans', id) then redis.call('ZREM', base .. what, id) end
  elseif not h then
    if found('orphans', id) then redis.call('ZREM', base .. what, id) end
  elseif fmt(tonumber(score)) ~= place_of(h.state, h.seq) and not runner(base, id) and found('orphans', id) then
    put_in_state(base, h.state, h.seq, id)
  end
end

local function examine_waiting(id)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not h or h.state ~= 'a' or runner(base, id) then return end
  if redis.call('LPOS', list_of(base, h.priority), id) or redis.call('HEXISTS', base .. 'before', id) == 1 then return end
  if found('waiting', id) then push(base, id, h.priority, true) end
end

if what == 'records' then
  local page = redis.call('HSCAN', base .. 'jobs', ARGV[2], 'COUNT', PAGE)
  reply[1] = page[1]
  for i = 1, #page[2], 2 do examine_record(page[2][i], page[2][i + 1]) end
elseif what == 'waiting' then
  for i = 4, #ARGV do examine_waiting(ARGV[i]) end
else
  local page = redis.call('ZSCAN', base .. what, ARGV[2], 'COUNT', PAGE)
  reply[1] = page[1]
  for i = 1, #page[2], 2 do examine_member(page[2][i], page[2][i + 1]) end
end
return reply
