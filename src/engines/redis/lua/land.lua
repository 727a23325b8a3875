--- @use _record
--- @use _gates
--- @use _move
--- @use _unique
-- land: stores jobs that were parked in another queue, each once, however often it is asked.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] id index, '' when it is not at hand · per job: token · id · record as it is to be
-- reply   per job: 'd' it is here, or was (it may have run and be gone) | 'n' its token is over, and it is not here
--         | 'e' another job has that id here
-- cost    O(jobs · log(queue)), and the size of the records
local base, now, reply, woken = KEYS[1], fmt(store_now()), {}, false

-- Where one home has all keys, its entry leads here from now on; else it takes its key here if nobody has. @param from 'QUEUE ID' of where it was
local function bring_key(id, h, record, from)
  local rule = key_in(record)
  if not rule then return end
  local home = home_of_keys(base, ARGV[1])
  local name = home .. 'unique:' .. rule.key
  if home ~= base then
    local till, member = string.match(redis.call('GET', name) or '', '^(%S+) (.*)$')
    if member == from then redis.call('SET', name, till .. ' ' .. member_at(base, id), 'KEEPTTL') end
    redis.call('SET', base .. 'keyed', home)
  elseif rule.held ~= 'window' and not holder_of(home, rule, rule.key) then
    take_key(home, base, id, rule, rule.key, tonumber(h.created), 0, {})
  end
end

local function land(token, id, record)
  local ticket, there, h = redis.call('HGET', base .. 'landing', token), redis.call('HGET', base .. 'jobs', id), header(record)
  local other = there and header(there)
  local same = other and other.seq == h.seq and other.created == h.created
  if not ticket then return same and 'd' or 'n' end
  if string.sub(ticket, 1, 1) == 'l' then return 'd' end
  if there and not same then return 'e' end
  -- Also the write that a full Redis refuses.
  redis.call('HSET', base .. 'landing', token, 'l' .. string.sub(ticket, 2))
  if same then return 'd' end
  if h.state == 'a' then
    h.run = now
    record = reheaded(h, record)
    woken = true
  end
  enter(base, id, h, record)
  bring_key(id, h, record, string.sub(ticket, 3))
  note_gates(base, ARGV[1], record)
  local task = task_of(record)
  if task ~= '' then redis.call('ZADD', base .. 'task:' .. task, h.seq, id) end
  for _, index in ipairs(further_indexes(record)) do redis.call('ZADD', base .. index, h.seq, id) end
  return 'd'
end

for i = 2, #ARGV, 3 do reply[#reply + 1] = land(ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
if woken then wake(base, KEYS[2]) end
return reply
