-- _insert.lua: stores new jobs; shared by enqueue and enqueue-tick (`--- @use _insert`, after _record).

-- ARGV[from] id index, '' = the callers' ids have their queue already · how many templates · how many jobs
--   · per template: queue base · priority · maxAttempts · delay in ms · runAt or '' · expiry in ms from now or ''
--     · lines 2 to 6 of the record and the head of line 7, beginning with the newline
--     · suffixes of further index keys, newline-separated · 1 when their callers chose the ids, '' when Skep made them
--   · per job: id · number of its template · payload in JSON
local TEMPLATE, JOB = 9, 3

-- The base of another queue.
local function base_of(base, queue)
  return string.match(base, '^([^{]*){') .. '{' .. queue .. '}:'
end

-- @return state letter and runAt of a job that is stored already
local function describe(base, id, record)
  local h = header(record)
  if runner(base, id) then return 'R ' .. (h and h.run or '0') end
  if not h then return 'a 0' end
  return h.state .. ' ' .. h.run
end

local function bucket(base)
  local seq = tonumber(redis.call('GET', base .. 'seq') or '0')
  return { base = base, queue = string.match(base, '{(.*)}:$'), fresh = seq == 0, seq = seq, jobs = {}, waiting = {}, available = {}, delayed = {}, scheduled = {}, expiry = {},
    index = {}, stale = redis.call('HLEN', base .. 'stale') > 0 }
end

local function into(map, key, a, b)
  local list = map[key]
  if not list then
    list = {}
    map[key] = list
  end
  list[#list + 1] = a
  if b then list[#list + 1] = b end
end

-- What the jobs of a template have in common, computed once.
local function read_template(at, now)
  local run = now + tonumber(ARGV[at + 3])
  if ARGV[at + 4] ~= '' then run = tonumber(ARGV[at + 4]) end
  local state = run > now and 's' or 'a'
  if run < now then run = now end
  local expires, due, stamp = '-', fmt(run), fmt(now)
  if ARGV[at + 5] ~= '' then expires = fmt(now + tonumber(ARGV[at + 5])) end
  local indexes = {}
  for suffix in string.gmatch(ARGV[at + 7], '[^\n]+') do indexes[#indexes + 1] = suffix end
  return { base = ARGV[at], priority = ARGV[at + 1], state = state, due = due, expires = expires, indexes = indexes,
    chosen = ARGV[at + 8] == '1',
    reply = state .. ' ' .. due,
    head = '{"skep":"' .. state .. ' ' .. ARGV[at + 1] .. ' 0 ' .. ARGV[at + 2] .. ' 0 ',
    rest = ' ' .. stamp .. ' ' .. expires .. ' - ' .. due .. ' -","status":"created","options":{"timestamp":' .. stamp ..
      '},"progress":0,' .. ARGV[at + 6] }
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
local function queues_of(ids_key, templates, ids, first)
  local chosen, places, queues = {}, {}, {}
  if ids_key == '' then return queues end
  for i = 1, #ids do
    if templates[tonumber(ARGV[first + (i - 1) * JOB + 1])].chosen then
      chosen[#chosen + 1] = ids[i]
      places[#places + 1] = i
    end
  end
  local found = stored_in(ids_key, chosen)
  for k, i in ipairs(places) do queues[i] = found[k] end
  return queues
end

-- Stores what ARGV[from…] says.
-- @return a reply per job: 'n STATE RUN' new, 'e STATE RUN' existing; whether a queue got its first job
local function insert(from, now)
  local ids_key, template_count, count = ARGV[from], tonumber(ARGV[from + 1]), tonumber(ARGV[from + 2])
  local replies, buckets, order, templates, ids, fresh = {}, {}, {}, {}, {}, false
  for i = 1, template_count do templates[i] = read_template(from + 3 + (i - 1) * TEMPLATE, now) end
  local first = from + 3 + template_count * TEMPLATE
  for i = 1, count do ids[i] = ARGV[first + (i - 1) * JOB] end
  local queues, owned, owner = queues_of(ids_key, templates, ids, first), {}, {}
  local last = store_micros() - 1
  for i = 1, count do
    local at, id = first + (i - 1) * JOB, ids[i]
    local t = templates[tonumber(ARGV[at + 1])]
    local base = t.base
    local b = buckets[base]
    if not b then
      b = bucket(base)
      -- The same call may be made again after a lost reply, and plain bee-queue programs choose ids too.
      b.stored = stored_in(base .. 'jobs', ids)
      buckets[base] = b
      order[#order + 1] = b
      fresh = fresh or b.fresh
    end
    local home = queues[i] and base_of(base, queues[i]) or base
    local stored = b.stored[i]
    if home ~= base then stored = redis.call('HGET', home .. 'jobs', id) end
    if stored then
      replies[i] = 'e ' .. describe(home, id, stored)
    elseif owner[id] then
      replies[i] = 'e ' .. owner[id]
    else
      last = math.max(last, b.seq) + 1
      b.seq = last
      local seq = fmt(last)
      local n = #b.jobs
      b.jobs[n + 1] = id
      b.jobs[n + 2] = t.head .. seq .. t.rest .. ARGV[at + 2] .. '}'
      if t.chosen then
        owned[#owned + 1] = id
        owned[#owned + 1] = b.queue
      end
      owner[id] = t.reply
      if t.state == 'a' then
        into(b.waiting, t.priority, id)
        b.available[#b.available + 1] = seq
        b.available[#b.available + 1] = id
      else
        b.delayed[#b.delayed + 1] = t.due
        b.delayed[#b.delayed + 1] = id
        b.scheduled[#b.scheduled + 1] = seq
        b.scheduled[#b.scheduled + 1] = id
      end
      if t.expires ~= '-' then
        b.expiry[#b.expiry + 1] = t.expires
        b.expiry[#b.expiry + 1] = id
      end
      for _, suffix in ipairs(t.indexes) do into(b.index, suffix, seq, id) end
      replies[i] = 'n ' .. t.reply
    end
  end
  for _, b in ipairs(order) do
    local base = b.base
    -- First the write that a full Redis refuses: then nothing at all is written.
    in_slices('HSET', base .. 'jobs', b.jobs)
    if b.seq > 0 then redis.call('SET', base .. 'seq', fmt(b.seq)) end
    for priority, ids in pairs(b.waiting) do
      if b.stale then
        for _, id in ipairs(ids) do push(base, id, priority, false) end
      else
        in_slices('LPUSH', list_of(base, priority), ids)
      end
    end
    in_slices('ZADD', base .. 'state:available', b.available)
    in_slices('ZADD', base .. 'delayed', b.delayed)
    in_slices('ZADD', base .. 'state:scheduled', b.scheduled)
    in_slices('ZADD', base .. 'expiry', b.expiry)
    for suffix, entries in pairs(b.index) do in_slices('ZADD', base .. suffix, entries) end
    if #b.available > 0 then wake(base, base .. 'signals') end
  end
  if ids_key ~= '' then in_slices('HSET', ids_key, owned) end
  return replies, fresh
end
