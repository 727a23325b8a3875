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

-- ARGV from `at`: see _insert.lua. @return whether a queue got its first job, and whether some were refused
local function insert_items(base, run, at)
  local _, strangers, fresh = insert(at, true, true)
  local first = at + 3 + tonumber(ARGV[at + 1]) * TEMPLATE
  for i = 1, #strangers, 2 do
    local job = first + (strangers[i] - 1) * JOB
    local meta = ARGV[at + 3 + (tonumber(ARGV[job + 1]) - 1) * TEMPLATE + 6]
    local step, index = string.match(meta, '.*"step":(%d+),"index":(%d+),"round":%d+},"of":"job"')
    refuse_item(base, run, step, index, 'JOB_ID_TAKEN', 'the id ' .. ARGV[job] .. ' belongs to a job of the task ' .. strangers[i + 1])
  end
  return fresh, #strangers > 0
end

-- @param to its last argument @return as run-turn
local function turn_run(base, from, to)
  local id = ARGV[from]
  local key = run_key(base, id)
  local v, seq, n = unpack(redis.call('HMGET', key, 'v', 'seq', 'n'))
  if not v or v .. ' ' .. seq ~= ARGV[from + 1] then return { 0 } end
  local news = (n or '0') ~= ARGV[from + 2]
  redis.call('HINCRBY', key, 'v', 1)
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
    if ARGV[i + 1] == '' then redis.call('HDEL', key, ARGV[i]) else redis.call('HSET', key, ARGV[i], ARGV[i + 1]) end
  end)
  each(1, function(i)
    local step = ARGV[i]
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
  local fresh, refused = false, false
  if at <= to then fresh, refused = insert_items(base, id, at) end
  local told = { 1, now_ms(), (news or refused) and 1 or 0, '', '', fresh and 1 or 0 }
  if ARGV[from + 5] ~= '' then
    told[4] = post(base, 'completed', ARGV[from + 5])
    told[5] = string.match(redis.call('ZRANGE', base .. 'outbox', 0, 0)[1], '^%d+')
  end
  return told
end
