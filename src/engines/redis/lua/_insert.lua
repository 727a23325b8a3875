-- _insert.lua: stores new jobs; shared by enqueue and claim-tick (`--- @use _insert`, after _record).

-- ARGV per job, INSERT_STRIDE of them:
--   id · queue base · priority · maxAttempts · delay in ms · runAt or '' · expiry in ms from now or ''
--   · lines 2 to 7 of the record, beginning with the newline · suffixes of further index keys, newline-separated, or ''
local INSERT_STRIDE = 9

local function base_of(global, queue)
  return string.match(global, '^(.*){%$}:$') .. '{' .. queue .. '}:'
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
  return { base = base, seq = seq, jobs = {}, waiting = {}, available = {}, delayed = {}, scheduled = {}, expiry = {},
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

-- Stores ARGV[from…]; `global` is KEYS[1]. @return a reply per job: 'n STATE RUN' new, 'e STATE RUN' existing
local function insert(global, channel, from, count, now)
  local ids_key, replies, buckets, order = global .. 'ids', {}, {}, {}
  local stamp, owned, owner = fmt(now), {}, {}
  local last = store_micros() - 1
  for i = 0, count - 1 do
    local at = from + i * INSERT_STRIDE
    local id, base = ARGV[at], ARGV[at + 1]
    local queue = redis.call('HGET', ids_key, id)
    local home = queue and base_of(global, queue) or base
    local stored = owner[id] == nil and redis.call('HGET', home .. 'jobs', id)
    if stored then
      replies[#replies + 1] = 'e ' .. describe(home, id, stored)
    elseif owner[id] then
      replies[#replies + 1] = 'e ' .. owner[id]
    else
      local b = buckets[base]
      if not b then
        b = bucket(base)
        buckets[base] = b
        order[#order + 1] = b
      end
      local priority, run = ARGV[at + 2], now + tonumber(ARGV[at + 4])
      if ARGV[at + 5] ~= '' then run = tonumber(ARGV[at + 5]) end
      local state = 's'
      if run <= now then
        run = now
        state = 'a'
      end
      last = math.max(last, b.seq) + 1
      b.seq = last
      local seq, expires, due = fmt(b.seq), '-', fmt(run)
      if ARGV[at + 6] ~= '' then
        expires = fmt(now + tonumber(ARGV[at + 6]))
        b.expiry[#b.expiry + 1] = expires
        b.expiry[#b.expiry + 1] = id
      end
      b.jobs[#b.jobs + 1] = id
      b.jobs[#b.jobs + 1] = '{"skep":"' .. state .. ' ' .. priority .. ' 0 ' .. ARGV[at + 3] .. ' 0 ' .. seq .. ' ' ..
        stamp .. ' ' .. expires .. ' - ' .. due .. ' -","status":"created","options":{"timestamp":' .. stamp ..
        '},"progress":0,' .. ARGV[at + 7]
      owned[#owned + 1] = id
      owned[#owned + 1] = string.match(base, '{(.*)}:$')
      owner[id] = state .. ' ' .. due
      if state == 'a' then
        into(b.waiting, priority, id)
        b.available[#b.available + 1] = seq
        b.available[#b.available + 1] = id
      else
        b.delayed[#b.delayed + 1] = due
        b.delayed[#b.delayed + 1] = id
        b.scheduled[#b.scheduled + 1] = seq
        b.scheduled[#b.scheduled + 1] = id
      end
      if ARGV[at + 8] ~= '' then
        for suffix in string.gmatch(ARGV[at + 8], '[^\n]+') do into(b.index, suffix, seq, id) end
      end
      replies[#replies + 1] = 'n ' .. owner[id]
    end
  end
  for _, b in ipairs(order) do
    local base = b.base
    -- First the write that a full Redis refuses: then nothing at all is written.
    in_slices('HSET', base .. 'jobs', b.jobs)
    redis.call('SET', base .. 'seq', fmt(b.seq))
    redis.call('SADD', global .. 'queues', string.match(base, '{(.*)}:$'))
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
    if #b.available > 0 then wake(base, channel) end
  end
  in_slices('HSET', ids_key, owned)
  return replies
end
