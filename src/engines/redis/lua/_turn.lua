-- _turn.lua: a turn of a run is stored (`--- @use _turn`, after _runs, _gates and _insert). Arguments as run-turn.lua says.

-- What has the id of an item is another's, and does not lead back here.
local function refuse_item(base, run, step, index, code, message)
  local key = run_key(base, run)
  local failure = '{"name":"SkepError","message":' .. cjson.encode(message) .. ',"code":"' .. code .. '","stack":null}'
  redis.call('HSET', key .. ':i:' .. step, index, 'f0 ' .. failure)
  redis.call('HINCRBY', key, 'f:' .. step, 1)
  redis.call('HSETNX', key, 'e:' .. step, failure)
  tell_run(base, run)
end

-- The jobs of all these turns as one list of _insert.lua: what is done once per list is done once.
-- @return its arguments, where they begin; of each job its turn and where it stands in ARGV
local function joined(turns)
  local whose = {}
  local function own(turn, jobs)
    for i = 1, tonumber(ARGV[turn.at + 2]) do whose[#whose + 1] = { turn, jobs + (i - 1) * JOB } end
  end
  local first = turns[1]
  if #turns == 1 then
    own(first, first.at + 3 + tonumber(ARGV[first.at + 1]) * TEMPLATE)
    return ARGV, first.at, whose
  end
  local all, jobs, templates = { ARGV[first.at] }, {}, 0
  local size = 3
  for _, turn in ipairs(turns) do
    local count = tonumber(ARGV[turn.at + 1])
    for i = turn.at + 3, turn.at + 2 + count * TEMPLATE do
      size = size + 1
      all[size] = ARGV[i]
    end
    local at = turn.at + 3 + count * TEMPLATE
    own(turn, at)
    for i = at, at + tonumber(ARGV[turn.at + 2]) * JOB - 1, JOB do
      local n = #jobs
      jobs[n + 1], jobs[n + 2], jobs[n + 3] = ARGV[i], templates + tonumber(ARGV[i + 1]), ARGV[i + 2]
    end
    templates = templates + count
  end
  all[2], all[3] = templates, #jobs / JOB
  for i, one in ipairs(jobs) do all[size + i] = one end
  return all, 1, whose
end

-- @param turns which have jobs that begin here, as turn_run says
local function insert_items(base, turns)
  if #turns == 0 then return end
  local args, at, whose = joined(turns)
  local _, strangers, fresh = insert(args, at, true, true)
  for i = 1, #strangers, 2 do
    local turn, job = unpack(whose[strangers[i]])
    local meta = ARGV[turn.at + 3 + (tonumber(ARGV[job + 1]) - 1) * TEMPLATE + 6]
    local step, index = string.match(meta, '.*"step":(%d+),"index":(%d+),"round":%d+},"of":"job"')
    refuse_item(base, turn.run, step, index, 'JOB_ID_TAKEN', 'the id ' .. ARGV[job] .. ' belongs to a job of the task ' .. strangers[i + 1])
    turn.told[3] = 1
  end
  for _, turn in ipairs(turns) do turn.told[6] = fresh and 1 or 0 end
end

-- @param to its last argument @param begun gets {run, where its jobs stand in ARGV, told}, for insert_items: until that is done, nobody may see told
-- @return told: as run-turn
local function turn_run(base, from, to, begun)
  local id = ARGV[from]
  local key = run_key(base, id)
  local v, seq, n = unpack(redis.call('HMGET', key, 'v', 'seq', 'n'))
  if not v or v .. ' ' .. seq ~= ARGV[from + 1] then return { 0 } end
  local news = (n or '0') ~= ARGV[from + 2]
  local set, gone = { 'v', fmt(tonumber(v) + 1) }, {}
  local at = from + 6
  local function each(width, act)
    local count = tonumber(ARGV[at])
    at = at + 1
    for _ = 1, count do
      act(at)
      at = at + width
    end
  end
  each(2, function(i)
    if ARGV[i + 1] == '' then
      gone[#gone + 1] = ARGV[i]
    else
      set[#set + 1] = ARGV[i]
      set[#set + 1] = ARGV[i + 1]
    end
  end)
  in_slices('HSET', key, set)
  in_slices('HDEL', key, gone)
  each(1, function(i)
    local step = ARGV[i]
    if string.sub(step, 1, 1) == ':' then
      redis.call('HDEL', key .. ':g', string.sub(step, 2))
      return
    end
    drop(key .. ':i:' .. step, key .. ':l:' .. step)
    redis.call('HDEL', key, 'c:' .. step, 'f:' .. step, 'x:' .. step, 'e:' .. step)
  end)
  each(2, function(i) redis.call('RPUSH', key .. ':l:' .. ARGV[i], ARGV[i + 1]) end)
  each(3, function(i) redis.call('HSET', key .. ':i:' .. ARGV[i], ARGV[i + 1], ARGV[i + 2]) end)
  -- A run is entered once: what has its id is another one.
  local strangers = {}
  each(6, function(i)
    if not enter_run(base, i) then strangers[#strangers + 1] = i end
  end)
  set_state(base, id, ARGV[from + 3])
  set_due(base, id, news and '0' or ARGV[from + 4])
  for _, i in ipairs(strangers) do
    local item = cjson.decode(ARGV[i + 1]).parent
    refuse_item(base, id, fmt(item.step), fmt(item.index), 'RUN_ID_TAKEN', 'the id ' .. ARGV[i] .. ' belongs to another run')
    news = true
  end
  local told = { 1, now_ms(), news and 1 or 0, '', '', 0 }
  if at <= to then begun[#begun + 1] = { run = id, at = at, told = told } end
  if ARGV[from + 5] ~= '' then
    told[4] = post(base, 'completed', ARGV[from + 5])
    told[5] = string.match(redis.call('ZRANGE', base .. 'outbox', 0, 0)[1], '^%d+')
  end
  return told
end
