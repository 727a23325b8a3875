-- _turn.lua: a turn of a run is stored (`--- @use _turn`, after _runs, _gates, _insert and _insert-one). Arguments as run-turn.lua says.
--- @use _insert-one

-- What has the id of an item is another's, and does not lead back here.
local function refuse_item(base, run, step, index, code, message)
  local key = run_key(base, run)
  local failure = '{"name":"SkepError","message":' .. cjson.encode(message) .. ',"code":"' .. code .. '","stack":null}'
  redis.call('HSET', key .. ':i:' .. step, index, 'f0 ' .. failure)
  redis.call('HINCRBY', key, 'f:' .. step, 1)
  redis.call('HSETNX', key, 'e:' .. step, failure)
  tell_run(base, run)
end

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local insert_items
do
  -- Where the parts of the jobs of a turn stand in ARGV: templates, jobs, what each of them says alone.
  local function parts_of(turn)
    local templates, jobs = tonumber(ARGV[turn.at + 1]), tonumber(ARGV[turn.at + 2])
    local at = turn.at + 3 + templates * TEMPLATE
    return templates, jobs, turn.at + 3, at, at + jobs * JOB
  end

  -- @return whether two templates say the same
  local function is_same(one, other)
    for i = 0, TEMPLATE - 1 do
      if ARGV[one + i] ~= ARGV[other + i] then return false end
    end
    return true
  end

  -- The jobs of all these turns as one list of _insert.lua: what is done once per list, or per template, is done once.
  -- @return its arguments, where they begin; of each job its turn, where it stands in ARGV, and what it says alone
  local function joined(turns)
    local whose = {}
    local function own(turn, jobs, at, texts)
      for i = 0, jobs - 1 do whose[#whose + 1] = { turn, at + i * JOB, texts + i } end
    end
    local first = turns[1]
    if #turns == 1 then
      local _, count, _, at, texts = parts_of(first)
      own(first, count, at, texts)
      return ARGV, first.at, whose
    end
    local all, jobs, owned, templates, size, last = { ARGV[first.at] }, {}, {}, 0, 3, nil
    for _, turn in ipairs(turns) do
      local count, many, from, at, texts = parts_of(turn)
      local numbers = {}
      for k = 1, count do
        local template = from + (k - 1) * TEMPLATE
        if not last or not is_same(last, template) then
          templates = templates + 1
          for i = 0, TEMPLATE - 1 do all[size + 1 + i] = ARGV[template + i] end
          size = size + TEMPLATE
        end
        last = template
        numbers[k] = templates
      end
      own(turn, many, at, texts)
      for i = at, texts - 1, JOB do
        local n = #jobs
        jobs[n + 1], jobs[n + 2], jobs[n + 3] = ARGV[i], numbers[tonumber(ARGV[i + 1])], ARGV[i + 2]
      end
      for i = texts, texts + many - 1 do owned[#owned + 1] = ARGV[i] end
    end
    all[2], all[3] = templates, #jobs / JOB
    for i, one in ipairs(jobs) do all[size + i] = one end
    size = size + #jobs
    for i, one in ipairs(owned) do all[size + i] = one end
    return all, 1, whose
  end

  -- @param turns which have jobs that begin here, as turn_run says
  function insert_items(base, turns)
    if #turns == 0 or #turns == 1 and insert_one(turns[1].at) then return end
    local args, at, whose = joined(turns)
    local _, strangers, fresh = insert(args, at, true, true)
    for i = 1, #strangers, 2 do
      local turn, job, own = unpack(whose[strangers[i]])
      local step, index = string.match(ARGV[own], '.*"step":(%d+),"index":(%d+),"round":%d+},"of":"job"')
      refuse_item(base, turn.run, step, index, 'JOB_ID_TAKEN', 'the id ' .. ARGV[job] .. ' belongs to a job of the task ' .. strangers[i + 1])
      turn.told[3] = 1
    end
    for _, turn in ipairs(turns) do turn.told[6] = fresh and 1 or 0 end
  end
end

-- @param to its last argument @param begun gets {run, where its jobs stand in ARGV, told}, for insert_items: until that is done, nobody may see told
-- @param noted {run, step, index, then as 'go' in _notes.lua} where that was told just now @param counted fields of it that are not written yet
-- @return told: as run-turn
local function turn_run(base, from, to, begun, noted, counted)
  local id = ARGV[from]
  local key = run_key(base, id)
  local version, n
  if noted then
    version, n = noted[4], noted[5]
  else
    local v, seq, number = unpack(redis.call('HMGET', key, 'v', 'seq', 'n'))
    version, n = v and v .. ' ' .. seq, number or '0'
  end
  if version ~= ARGV[from + 1] then return { 0 } end
  local news = n ~= ARGV[from + 2]
  local set, gone = counted or {}, {}
  set[#set + 1] = 'v'
  set[#set + 1] = fmt(tonumber(string.match(version, '^%d+')) + 1)
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
  local told = { 1, noted and noted[10] or now_ms(), news and 1 or 0, '', '', 0 }
  if at <= to then begun[#begun + 1] = { run = id, at = at, told = told } end
  if ARGV[from + 5] ~= '' then
    told[4] = post(base, 'completed', ARGV[from + 5])
    told[5] = string.match(redis.call('ZRANGE', base .. 'outbox', 0, 0)[1], '^%d+')
  end
  return told
end
