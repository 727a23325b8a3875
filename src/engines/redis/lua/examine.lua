--- @use _record
--- @use _gates
-- examine: do the records of a queue and its indexes agree? One page of the records or of an index, or some ids.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] records | states | delayed | before | passes | waited: what to look through, from the cursor [2]
--         waiting: whether the ids [4…] have a place in a waiting list
-- ARGV[3] 1 to put right what is found
-- reply   {cursor, what is wrong, id, what is wrong, id, …}; 'chosen' is not wrong: the id index must have this one
-- cost    O(page), of `waited` O(page · limit of a gate); `waiting` O(ids · list), asked for those only that seem to be in none
local base, what, fix, reply = KEYS[1], ARGV[1], ARGV[3] == '1', { '0' }
local PAGE, GATES = 200, 20

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

-- What a gate holds lies where it is looked for when there is room. Elsewhere it comes to its turn, and is held anew if need be.
local function examine_held(id, held)
  local reason, gate = string.match(held, '^(%a+) (.*)$')
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  local waits = h and h.state == 'a' and not runner(base, id)
  local sought = reason ~= 'rate' and reason ~= 'bucket' or redis.call('ZSCORE', redis.call('GET', base .. 'gating') .. 'due', gate)
  if waits and sought and redis.call('ZSCORE', base .. 'before:' .. gate, id) and redis.call('SISMEMBER', base .. 'waited', gate) == 1 then
    return
  end
  if not found('astray', id) then return end
  leave_gate(base, id)
  if waits then push(base, id, h.priority, true) end
end

-- One whose session is over and was taken back will be given back by nobody.
local function examine_pass(id, pass)
  local token, session, gates = string.match(pass, '^(%S+) ([^\n]*)\n(.*)$')
  if redis.call('EXISTS', base .. 'lease:' .. session) == 1 or redis.call('SISMEMBER', base .. 'owners', session) == 1 then return end
  if found('passes', id) then give_back_by(base, id, token, gates) end
end

-- Who is through a gate has a pass in its own queue, which may be another one where this script reaches it.
local function examine_gate(home, gate)
  for _, member in ipairs(redis.call('SMEMBERS', home .. 'through:' .. gate)) do
    local queue, id = string.match(member, '^(%S+) (.*)$')
    local pass = redis.call('HGET', string.match(base, '^([^{]*){') .. '{' .. queue .. '}:passes', id)
    local has = pass and string.find(pass .. '\n', '\n' .. gate .. '\n', 1, true)
    if not has and found('passes', id) then
      leave_through(home, gate, member)
      let_go(base, home, gate, 1)
    end
  end
end

local PAIRS = { records = examine_record, before = examine_held, passes = examine_pass }

if PAIRS[what] then
  local page = redis.call('HSCAN', base .. (what == 'records' and 'jobs' or what), ARGV[2], 'COUNT', PAGE)
  reply[1] = page[1]
  for i = 1, #page[2], 2 do PAIRS[what](page[2][i], page[2][i + 1]) end
elseif what == 'waited' then
  local home = redis.call('GET', base .. 'gating')
  local page = redis.call('SSCAN', base .. what, ARGV[2], 'COUNT', GATES)
  reply[1] = page[1]
  for _, gate in ipairs(page[2]) do examine_gate(home, gate) end
elseif what == 'waiting' then
  for i = 4, #ARGV do examine_waiting(ARGV[i]) end
else
  local page = redis.call('ZSCAN', base .. what, ARGV[2], 'COUNT', PAGE)
  reply[1] = page[1]
  for i = 1, #page[2], 2 do examine_member(page[2][i], page[2][i + 1]) end
end
return reply
