-- _unique.lua: who holds a key, and what becomes of one who meets it; engine/unique.ts has the rules (`--- @use _unique`, after
-- _record and _gates). HOLDS and MAY come from layout.ts.

-- The base of another queue.
local function base_of(base, queue)
  return string.match(base, '^([^{]*){') .. '{' .. queue .. '}:'
end

local function home_of_keys(base, ids_key)
  return ids_key == '' and base or global_of(base)
end

-- @param rule the newcomer's @return base, id, state, run, created, till, waits; nil when nobody holds it
local function holder_of(home, rule, key)
  local entry = redis.call('GET', home .. 'unique:' .. key)
  if not entry then return nil end
  local till, queue, id = string.match(entry, '^(%S+) (%S+) (.*)$')
  local base = base_of(home, queue)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not h then
    -- A window outlives its job.
    if rule.held ~= 'window' then return nil end
    return { id = id, state = 'c', run = fmt((tonumber(till) or 0) - (rule.time or 0)), till = tonumber(till) }
  end
  local state = runner(base, id) and 'R' or h.state
  if not HOLDS[rule.held][state] then return nil end
  -- As beganAhead of core/unique.ts.
  if rule.held == 'window' and (state == 'R' or h.finished ~= '-') and tonumber(h.run) > store_now() then return nil end
  return { base = base, id = id, state = state, run = h.run, created = tonumber(h.created), till = tonumber(till),
    waits = MAY.replace[state] and not is_moving(base, id, h) }
end

-- @param run when its job may start @param noted base → queue, of those that say already where their keys are
local function take_key(home, base, id, rule, key, now, run, noted)
  local till, queue = rule.time and (rule.held == 'window' and run or now) + rule.time, noted[base]
  if not queue then
    queue = string.match(base, '{(.*)}:$')
    redis.call('SET', base .. 'keyed', home)
    noted[base] = queue
  end
  -- As member_at has it.
  local entry = (till and fmt(till) or '-') .. ' ' .. queue .. ' ' .. id
  if till then
    -- Redis has a key for the whole of its last millisecond.
    redis.call('SET', home .. 'unique:' .. key, entry, 'PXAT', fmt(till - 1))
  else
    redis.call('SET', home .. 'unique:' .. key, entry)
  end
end

-- Gates and care of a job follow from its payload; they stand together in its meta line. @return where they begin, and what comes next
local function of_payload(meta)
  local stop = string.find(meta, ',"consequences":[', 1, true) or #meta - 1
  local from = stop
  local gates, care = string.find(meta, ',"gates":[', 1, true), string.find(meta, ',"care":{', 1, true)
  if gates and gates < from then from = gates end
  if care and care < from then from = care end
  return from, stop
end

local function with_that_of(meta, other)
  local from, stop = of_payload(meta)
  local first, after = of_payload(other)
  return string.sub(meta, 1, from - 1) .. string.sub(other, first, after - 1) .. string.sub(meta, stop)
end

-- A waiting job gets what a newcomer brings: its template, payload and start, nil = as it was. @return its state and run
local function replace_waiting(base, id, t, payload, start, ids_key, now)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h, l = header(record), lines(record)
  local before = { state = h.state, priority = h.priority, expires = h.expires }
  l.meta = with_that_of(l.meta, string.match(t.rest, '\n([^\n]*)\n'))
  if #payload > APART then redis.call('HSET', base .. 'data', id, payload) end
  l.data = '"data":' .. (#payload > APART and APART_END or payload .. '}')
  -- What has begun expires no more.
  if h.started == '-' then h.expires = t.expires end
  local stays = not start or h.state == 'b' or (h.state == 'a' and start <= now)
  if not stays then
    h.state = start > now and 's' or 'a'
    h.run = fmt(math.max(start, now))
  end
  local after = join(h, l)
  redis.call('HSET', base .. 'jobs', id, after)
  if is_apart(record) and #payload <= APART then redis.call('HDEL', base .. 'data', id) end
  note_gates(base, ids_key, after)
  if not stays then
    local turn = withdraw(base, id, before, record, now)
    put_in_state(base, h.state, h.seq, id)
    if h.state == 's' then redis.call('ZADD', base .. 'delayed', h.run, id) else push(base, id, h, after, false) end
    if turn and h.state == 's' then pass_turn_on(base, record) end
  elseif h.state == 'a' and table.concat(gates_in(record), '\n') ~= table.concat(gates_in(after), '\n') then
    if leave_gate(base, id, now) then push(base, id, h, after, false) end
  end
  if before.expires ~= '-' then redis.call('ZREM', base .. 'expiry', id) end
  if h.expires ~= '-' then redis.call('ZADD', base .. 'expiry', h.expires, id) end
  if h.state == 'a' then wake(base, base .. 'signals') end
  return h.state, h.run
end

local function start_of(rule, t, holder)
  if rule.held == 'window' then return nil end
  return rule.max and math.min(t.run, holder.created + rule.max) or t.run
end

-- What becomes of a batch with keys: decided before anything is written, done afterwards.
local function encounters(ids_key, now, lenient)
  return { ids_key = ids_key, now = now, lenient = lenient, taken = {}, takes = {}, changes = {} }
end

-- @param number of the job in the batch @param key its own
-- @return nil: it is to be stored · what is said of it: 'e STATE RUN ID', '' = settle_encounters says it · false, id of who refuses it
local function meet(all, t, id, payload, number, key)
  local rule, home = t.rule, t.home or home_of_keys(t.base, all.ids_key)
  t.home = home
  local holder = all.taken[home .. key] or holder_of(home, rule, key)
  if holder then
    if rule.conflict == 'reject' and not all.lenient then return false, holder.id end
    if rule.conflict ~= 'replace' then return 'e ' .. holder.state .. ' ' .. holder.run .. ' ' .. holder.id end
    if holder.waits then
      all.changes[#all.changes + 1] = { base = holder.base, id = holder.id, t = t, payload = payload,
        start = start_of(rule, t, holder), number = number, sign = 'e' }
      return ''
    end
  end
  local run = t.run
  if holder and rule.held == 'window' and holder.till > run then
    run = holder.till
    all.changes[#all.changes + 1] = { base = t.base, id = id, t = t, payload = payload, start = run, number = number, sign = 'n' }
  end
  local take = { base = t.base, id = id, state = t.state, run = run == t.run and t.due or fmt(run), created = all.now,
    till = rule.time and run + rule.time, waits = true, home = home, rule = rule, key = key, starts = run }
  all.takes[#all.takes + 1] = take
  all.taken[home .. key] = take
  return nil
end

-- The batch is stored. @param exceptions see insert
local function settle_encounters(all, exceptions)
  local noted = {}
  for _, take in ipairs(all.takes) do take_key(take.home, take.base, take.id, take.rule, take.key, all.now, take.starts, noted) end
  for _, c in ipairs(all.changes) do
    local state, run = replace_waiting(c.base, c.id, c.t, c.payload, c.start, all.ids_key, all.now)
    exceptions[#exceptions + 1] = c.number
    exceptions[#exceptions + 1] = c.sign .. ' ' .. state .. ' ' .. run .. ' ' .. c.id
  end
end
