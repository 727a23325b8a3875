-- _turns.lua: tenants that take turns inside of a priority (`--- @use _turns`, in _record).
--
-- A job whose record names a tenant lies in no list:
--   turn:PRIORITY:TENANT  its ids by place; in-turn: the ids of all tenants by the millisecond since which they wait
--   turns:PRIORITY        tenants that have some, the next one first; '' stands for those without a tenant, in their list, and is
--                         there as long as a tenant is · turn: the last number that was given there
-- A tenant is called as JSON writes it, so that its name need not be read.

-- It stands right behind the task: no more of a record is looked at. @return nil where there is none
local function tenant_of(record)
  local at = string.match(record, '^[^\n]*\n"meta":{"task":"[^"]*"()')
  if not at then return nil end
  if string.sub(record, at, at + 13) == ',"chosen":true' then at = at + 14 end
  if string.sub(record, at, at + 12) ~= ',"fairness":"' then return nil end
  local from, to = at + 13, at + 13
  while true do
    to = string.find(record, '["\\]', to)
    -- '' stands for those without a tenant: whoever is called so is one of them.
    if string.sub(record, to, to) == '"' then return to > from and string.sub(record, from, to - 1) or nil end
    to = to + 2
  end
end

local function turn_key(base, priority, tenant)
  return base .. 'turn:' .. priority .. ':' .. tenant
end

-- The tenant has a job: it comes to its turn behind all others, unless it waits for it already.
local function join_turns(base, priority, tenant)
  local turn = redis.call('INCRBY', base .. 'turn', 2)
  redis.call('ZADD', base .. 'turns:' .. priority, 'NX', string.format('%d', turn - 1), '', string.format('%d', turn), tenant)
end

-- The tenant may have no job any more.
local function quit_turns(base, priority, tenant)
  if redis.call('EXISTS', turn_key(base, priority, tenant)) == 1 then return false end
  local turns = base .. 'turns:' .. priority
  redis.call('ZREM', turns, tenant)
  if redis.call('ZCARD', turns) == 1 then redis.call('DEL', turns) end
  return true
end

-- Places are microseconds: the jobs of a tenant stand in the order in which they came to wait, those of one millisecond as they
-- were created.
-- @param behind a new place, behind all others of the tenant
local function place_in_turn(base, h, tenant, behind)
  local place = tonumber(h.run) * 1000
  if math.floor(tonumber(h.seq) / 1000) == tonumber(h.run) then place = tonumber(h.seq) end
  if not behind then return place end
  local last = redis.call('ZRANGE', turn_key(base, h.priority, tenant), -1, -1, 'WITHSCORES')[2]
  return last and math.max(place, tonumber(last) + 1) or place
end

local function push_in_turn(base, id, h, tenant, behind)
  local place = string.format('%d', place_in_turn(base, h, tenant, behind))
  redis.call('ZADD', turn_key(base, h.priority, tenant), place, id)
  redis.call('ZADD', base .. 'in-turn', h.run, id)
  join_turns(base, h.priority, tenant)
end

local function leave_turn(base, id, priority, tenant)
  if redis.call('ZREM', turn_key(base, priority, tenant), id) == 0 then return end
  redis.call('ZREM', base .. 'in-turn', id)
  quit_turns(base, priority, tenant)
end
