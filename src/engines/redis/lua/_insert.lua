-- _insert.lua: stores new jobs; shared by enqueue and receive (`--- @use _insert`, after _record and _gates).
--- @use _unique

-- args[from] id index, '' = the callers' ids have their queue already · how many templates · how many jobs
--   · per template: queue base · priority · maxAttempts · delay in ms · runAt or '' · expiry in ms from now or ''
--     · lines 2 to 6 of the record and the head of line 7, beginning with the newline
--     · suffixes of further index keys, newline-separated · '' when Skep made their ids, 1 when their callers chose them; with a key '0' or '1',
--       then ' WHILE ONCONFLICT FORMS MAXMS KEY', '-' for null. Without ' KEY' each of its jobs has its own, and the meta line has room for it
--   · per job: id · number of its template · payload in JSON, or AHEAD where it stands in `data` already
--   · the keys of jobs that have their own, or what their meta lines say each in the place of OWN, in the order of the jobs
local TEMPLATE, JOB = 9, 3

-- No JSON has it as it is (HAS_OWN of compose.ts).
local OWN = '\2'

-- Whoever takes at the end of this call (exchange.lua) would find these usual jobs alone in the list, and has them at once: they need not go through it.
-- @param records id, record, … in their order @return whether that is so, of all of them
local function hand_over(base, records)
  local taker = this_call().taker
  if not taker or taker.base ~= base or #records > math.min(2 * taker.want, SLICE) or not taker.is_alone(base, taker.lease) then return false end
  taker.handed, taker.count = records, #records / 2
  return true
end

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local insert
do
  -- @return state letter and runAt of a job that is stored already
  local function describe(base, id, record)
    local h = header(record)
    if runner(base, id) then return 'R ' .. (h and h.run or '0') end
    if not h then return 'a 0' end
    return h.state .. ' ' .. h.run
  end

  -- What goes to one physical queue.
  local function bucket(base)
    local seq = tonumber(redis.call('GET', base .. 'seq') or '0')
    return { base = base, queue = string.match(base, '{(.*)}:$'), fresh = seq == 0, seq = seq, records = {}, lists = {}, turns = {}, groups = {},
      delayed = {}, expiry = {}, apart = {} }
  end

  -- Stands for the seq in what the records of a template have in common.
  local SEQ = '?'

  local function around_seq(line)
    local at = string.find(line, SEQ, 1, true)
    return string.sub(line, 1, at - 1), string.sub(line, at + 1)
  end

  local function rule_in(text)
    local held, conflict, time, max, key = string.match(text, '^. (%a+) (%a+) (%S+) (%S+)(.*)$')
    return { held = held, conflict = conflict, time = tonumber(time), max = tonumber(max), key = key ~= '' and string.sub(key, 2) or nil }
  end

  -- The text of a template in which jobs have keys of their own: before the key, and behind it.
  local function around_key(text)
    local _, at = string.find(text, '"unique":{"key":"', 1, true)
    return string.sub(text, 1, at), string.sub(text, at + 1)
  end

  -- What the jobs of a template have in common, computed once.
  local function read_template(args, at, now)
    local run = now + tonumber(args[at + 3])
    if args[at + 4] ~= '' then run = tonumber(args[at + 4]) end
    local state = run > now and 's' or 'a'
    if run < now then run = now end
    local expires, due, stamp = '-', fmt(run), fmt(now)
    if args[at + 5] ~= '' then expires = fmt(now + tonumber(args[at + 5])) end
    local indexes = {}
    for suffix in string.gmatch(args[at + 7], '[^\n]+') do indexes[#indexes + 1] = suffix end
    local head, rest = around_seq(first_line({ state = state, priority = args[at + 1], attempt = '0', max = args[at + 2],
      rescues = '0', seq = SEQ, created = stamp, expires = expires, started = '-', run = due, finished = '-' }))
    local rule, before, behind = #args[at + 8] > 1 and rule_in(args[at + 8]) or nil, nil, nil
    rest = rest .. args[at + 6]
    local own = string.find(rest, OWN, 1, true)
    if own then
      before, behind = string.sub(rest, 1, own - 1), string.sub(rest, own + 1)
    elseif rule and not rule.key then
      before, behind = around_key(rest)
    end
    return { base = args[at], priority = args[at + 1], state = state, due = due, expires = expires, indexes = indexes,
      chosen = string.sub(args[at + 8], 1, 1) == '1', rule = rule, run = run, reply = state .. ' ' .. due, head = head, rest = rest, before = before, behind = behind }
  end

  -- HMGET in slices: which of `ids` are there.
  local function stored_in(key, ids)
    local found = {}
    for from = 1, #ids, SLICE do
      local part = redis.call('HMGET', key, unpack(ids, from, math.min(from + SLICE - 1, #ids)))
      for i = 1, #part do found[from + i - 1] = part[i] end
    end
    return found
  end

  -- Which queues the ids have that their callers chose: place in the batch → queue.
  local function queues_of(args, ids_key, templates, ids, first)
    local chosen, places, queues = {}, {}, {}
    if ids_key == '' then return queues end
    for i = 1, #ids do
      if templates[tonumber(args[first + (i - 1) * JOB + 1])].chosen then
        chosen[#chosen + 1] = ids[i]
        places[#places + 1] = i
      end
    end
    local found = stored_in(ids_key, chosen)
    for k, i in ipairs(places) do queues[i] = found[k] end
    return queues
  end

  -- Jobs of one tenant, in one priority.
  local function store_turn(base, turn)
    local key, places, ages = turn_key(base, turn.priority, turn.tenant), {}, {}
    local last = tonumber(redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2] or '0')
    for i = 1, #turn, 2 do
      last = math.max(last + 1, tonumber(turn[i]))
      places[i], places[i + 1] = fmt(last), turn[i + 1]
      ages[i], ages[i + 1] = turn.due, turn[i + 1]
    end
    in_slices('ZADD', key, places)
    in_slices('ZADD', base .. 'in-turn', ages)
    join_turns(base, turn.priority, turn.tenant)
  end

  local function turn_of(b, t, tenant)
    local key = t.priority .. tenant
    b.turns[key] = b.turns[key] or { priority = t.priority, tenant = tenant, due = t.due }
    return b.turns[key]
  end

  local function store_bucket(b)
    local base = b.base
    local ids = b.lists[NORMAL]
    local usual = not b.particular and ids and #ids > 0 and #b.records == 2 * #ids
    if usual and hand_over(base, b.records) then b.lists = {} end
    local stale = next(b.lists) and redis.call('HLEN', base .. 'stale') > 0
    -- First the write that a full Redis refuses: then nothing at all is written.
    in_slices('HSET', base .. 'jobs', b.records)
    in_slices('HSET', base .. 'data', b.apart)
    if b.seq > 0 then redis.call('SET', base .. 'seq', fmt(b.seq)) end
    for priority, ids in pairs(b.lists) do
      if stale then
        for _, id in ipairs(ids) do
          if not unmark_stale(base, id, priority) then redis.call('LPUSH', list_of(base, priority), id) end
        end
      else
        in_slices('LPUSH', list_of(base, priority), ids)
      end
    end
    for _, turn in pairs(b.turns) do store_turn(base, turn) end
    for _, group in pairs(b.groups) do
      in_slices('ZADD', base .. 'states', group.placed)
      for _, suffix in ipairs(group.indexes) do in_slices('ZADD', base .. suffix, group.scored) end
    end
    in_slices('ZADD', base .. 'delayed', b.delayed)
    in_slices('ZADD', base .. 'expiry', b.expiry)
    if next(b.lists) or next(b.turns) then wake(base, base .. 'signals') end
  end

  -- Templates that lead into the same indexes share their entries.
  local function group_of(b, t)
    local key = t.state .. table.concat(t.indexes, '\n')
    local group = b.groups[key]
    if not group then
      group = { indexes = t.indexes, scored = {}, placed = {}, rank = RANK[t.state] * SPAN - EPOCH }
      b.groups[key] = group
    end
    return group
  end

  -- The templates with the bucket of each.
  local function read_templates(args, at, count, ids, now)
    local templates, buckets, order, fresh = {}, {}, {}, false
    for i = 1, count do
      local t = read_template(args, at + (i - 1) * TEMPLATE, now)
      local b = buckets[t.base]
      if not b then
        b = bucket(t.base)
        -- The same call may be made again after a lost reply, and plain bee-queue programs choose ids too.
        b.stored = stored_in(t.base .. 'jobs', ids)
        buckets[t.base] = b
        order[#order + 1] = b
        fresh = fresh or b.fresh
      end
      t.bucket, t.group, t.gated = b, group_of(b, t), gates_at(t.rest)
      b.particular = b.particular or t.gated or t.rule or t.expires ~= '-'
      -- The order of a list is that of the jobs, whatever their templates.
      local tenant = t.state == 'a' and tenant_of(t.rest)
      if tenant then
        t.turn = turn_of(b, t, tenant)
      elseif t.state == 'a' then
        b.lists[t.priority] = b.lists[t.priority] or {}
        t.list = b.lists[t.priority]
      end
      templates[i] = t
    end
    return templates, order, fresh
  end

  -- Stores what args[from…] says; nothing at all when an id is that of another task's job, or a key refuses one.
  -- @param lenient a key refuses nothing
  -- @param own none of the ids is anybody else's: of a job that is stored already its task is told, and it is not the one that is meant
  -- @return 'n STATE RUN' per template, for its new jobs; exceptions: number of a job that is stored already, 'e STATE
  --   RUN', or 'e STATE RUN ID' of who has its key, 'n STATE RUN ID' where it starts later, …; whether a queue got its first job.
  --   Or nil, that id, the task that has it, the id of the job that has its key
  function insert(args, from, lenient, own)
    -- One look at the clock: a job must not be placed after the millisecond that it says it was created in.
    local micros = store_micros()
    local now = math.floor(micros / 1000)
    local ids_key, template_count, count = args[from], tonumber(args[from + 1]), tonumber(args[from + 2])
    local first = from + 3 + template_count * TEMPLATE
    local ids, seen, exceptions, owned = {}, {}, {}, {}
    for i = 1, count do ids[i] = args[first + (i - 1) * JOB] end
    local templates, order, fresh = read_templates(args, from + 3, template_count, ids, now)
    local queues = queues_of(args, ids_key, templates, ids, first)
    local last, at, all, keys = micros - 1, first, encounters(ids_key, now, lenient), first + count * JOB
    for i = 1, count do
      local id, t = ids[i], templates[tonumber(args[at + 1])]
      local b, home, key, before, behind = t.bucket, t.base, nil, t.rest, ''
      if t.before then
        key, before, behind = args[keys], t.before, t.behind
        keys = keys + 1
      end
      local stored, goes = b.stored[i], true
      if queues[i] then
        home = base_of(home, queues[i])
        if home ~= t.base then stored = redis.call('HGET', home .. 'jobs', id) end
      end
      if stored or seen[id] then
        local other = task_of(stored or seen[id].rest)
        if not own and other ~= task_of(t.rest) then return nil, id, other end
        exceptions[#exceptions + 1] = i
        exceptions[#exceptions + 1] = own and other or 'e ' .. (stored and describe(home, id, stored) or seen[id].reply)
        goes = false
      end
      if goes and t.rule then
        local said, holder = meet(all, t, id, args[at + 2], i, t.rule.key or key)
        if said == false then return nil, id, task_of(t.rest), holder end
        if said and said ~= '' then
          exceptions[#exceptions + 1] = i
          exceptions[#exceptions + 1] = said
        end
        goes = not said
      end
      if goes then
        if b.seq > last then last = b.seq end
        last = last + 1
        b.seq = last
        local seq, records, scored, placed = fmt(last), b.records, t.group.scored, t.group.placed
        local n, m = #records, #scored
        records[n + 1] = id
        if args[at + 2] == AHEAD then
          records[n + 2] = t.head .. seq .. before .. (key or '') .. behind .. APART_END
        elseif #args[at + 2] > APART then
          records[n + 2] = t.head .. seq .. before .. (key or '') .. behind .. APART_END
          b.apart[#b.apart + 1] = id
          b.apart[#b.apart + 1] = args[at + 2]
        else
          records[n + 2] = t.head .. seq .. before .. (key or '') .. behind .. args[at + 2] .. '}'
        end
        scored[m + 1] = seq
        scored[m + 2] = id
        placed[m + 1] = fmt(t.group.rank + last)
        placed[m + 2] = id
        if t.list then
          t.list[#t.list + 1] = id
        elseif t.turn then
          t.turn[#t.turn + 1] = seq
          t.turn[#t.turn + 1] = id
        else
          b.delayed[#b.delayed + 1] = t.due
          b.delayed[#b.delayed + 1] = id
        end
        if t.expires ~= '-' then
          b.expiry[#b.expiry + 1] = t.expires
          b.expiry[#b.expiry + 1] = id
        end
        if t.chosen then
          owned[#owned + 1] = id
          owned[#owned + 1] = b.queue
        end
        seen[id] = t
      end
      at = at + JOB
    end
    for _, b in ipairs(order) do store_bucket(b) end
    for _, t in ipairs(templates) do
      if t.gated then note_gates(t.base, ids_key, t.rest) end
    end
    if #all.takes > 0 or #all.changes > 0 then settle_encounters(all, exceptions) end
    local replies = {}
    for i, t in ipairs(templates) do replies[i] = 'n ' .. t.reply end
    if ids_key ~= '' then in_slices('HSET', ids_key, owned) end
    return replies, exceptions, fresh
  end
end
