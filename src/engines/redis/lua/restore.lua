--- @use _record
--- @use _gates
--- @use _move
--- @use _unique
-- restore: (nothing) → any waiting state, or dead: jobs of another store, each once.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] id index, '' when it is not at hand · per job: id · record as it is to be
-- reply   ids of those that were stored: the others are here already
-- cost    O(jobs · log(queue)), and the size of the records
local base, reply, woken = KEYS[1], {}, false

-- A key is taken where nobody has it; windows stay behind.
local function bring_key(id, h, record)
  local rule = key_in(record)
  if not rule or rule.held == 'window' then return end
  local home = home_of_keys(base, ARGV[1])
  if not holder_of(home, rule, rule.key) then take_key(home, base, id, rule, rule.key, tonumber(h.created), 0, {}) end
end

local function bury(id, h, record)
  redis.call('HSET', base .. 'jobs', id, record)
  put_in_state(base, 'd', h.seq, id)
  redis.call('SADD', base .. 'failed', id)
  redis.call('RPUSH', base .. 'done:dead', h.finished .. ':' .. id)
  local fingerprint = fault_of(record)
  if fingerprint then note_death(base, fingerprint, task_of(record), h.seq, id, h.finished) end
end

local function is_here(id)
  local queue = ARGV[1] ~= '' and redis.call('HGET', ARGV[1], id)
  return redis.call('HEXISTS', base .. 'jobs', id) == 1 or (queue and redis.call('HEXISTS', base_of(base, queue) .. 'jobs', id) == 1)
end

for i = 2, #ARGV, 2 do
  local id, record = ARGV[i], ARGV[i + 1]
  if not is_here(id) then
    local h = header(record)
    if h.state == 'd' then
      bury(id, h, record)
    else
      enter(base, id, h, record)
      bring_key(id, h, record)
      note_gates(base, ARGV[1], record)
    end
    if h.state == 'a' then woken = true end
    local task = task_of(record)
    if task ~= '' then redis.call('ZADD', base .. 'task:' .. task, h.seq, id) end
    for _, index in ipairs(further_indexes(record)) do redis.call('ZADD', base .. index, h.seq, id) end
    if ARGV[1] ~= '' then redis.call('HSET', ARGV[1], id, string.match(base, '{(.*)}:$')) end
    reply[#reply + 1] = id
  end
end
if woken then wake(base, KEYS[2]) end
return reply
