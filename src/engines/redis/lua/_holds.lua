-- _holds.lua: jobs that are not to start while a hold stands (`--- @use _holds`, after _record).
--
-- `holding` of a queue says where the holds are: with the rules of gates, see _gates.lua. Queues without it pay for no command more.
--   home   holds: GATE → UNTIL or '' · REASON · task pattern · queue · tag, '' each where it is not said · 1 where an expression is to be
--          asked · why, in JSON or '' · the whole hold in JSON, a line each; its version under VERSION_OF_HOLDS · due: GATE → UNTIL
--   queue  asked: id → gates, a line each, of holds that are to be asked whether they mean a job that lies before one of them
--          · cleared: id → version of the holds that do not mean it
local VERSION_OF_HOLDS = '"'

-- All places of the name that a pattern leads to from some of them, see core/asking/task-pattern.ts.
local function walk(pattern, name, places)
  local i = 1
  while i <= #pattern do
    local step, after = string.sub(pattern, i, i), {}
    if step == '{' then
      local stop = string.find(pattern, '}', i, true)
      for choice in string.gmatch(string.sub(pattern, i + 1, stop - 1), '[^,]+') do
        for at in pairs(walk(choice, name, places)) do after[at] = true end
      end
      i = stop
    elseif step == '*' then
      local reached = false
      for at = 0, #name do
        reached = reached or places[at]
        if reached then after[at] = true end
      end
    else
      for at in pairs(places) do
        if at < #name and (step == '?' or string.sub(name, at + 1, at + 1) == step) then after[at + 1] = true end
      end
    end
    places, i = after, i + 1
  end
  return places
end

local function is_hold(gate)
  return string.find(gate, '^hold:') ~= nil or string.find(gate, '^paused:') ~= nil
end

-- @return the instant of its end or '', what it says why; nil where none stands
local function hold_at(home, gate)
  local text = redis.call('HGET', home .. 'holds', gate)
  if not text then return nil end
  local ends, why = string.match(text, '^([^\n]*)\n[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n[^\n]*\n([^\n]*)\n')
  if ends ~= '' and tonumber(ends) <= store_now() then return nil end
  return ends, why
end

-- @return those that stand, in the order in which they hold: who can be told by less is not asked for his payload
local function standing_holds(base)
  local home, now = redis.call('GET', base .. 'holding'), store_now()
  if not home then return nil end
  local all, holds = redis.call('HGETALL', home .. 'holds'), { home = home, version = '', asking = false }
  for i = 1, #all, 2 do
    if all[i] == VERSION_OF_HOLDS then
      holds.version = all[i + 1]
    else
      local ends, reason, task, queue, tag, asks =
        string.match(all[i + 1], '^([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n')
      if ends == '' or tonumber(ends) > now then
        holds[#holds + 1] = { gate = all[i], reason = reason, task = task, queue = queue, tag = tag, asks = asks == '1', known = {} }
        holds.asking = holds.asking or asks == '1'
      end
    end
  end
  table.sort(holds, function(a, b)
    if a.asks ~= b.asks then return b.asks end
    return a.gate < b.gate
  end)
  return holds
end

local function means(base, hold, id, task)
  if hold.queue ~= '' and hold.queue ~= string.match(base, '{([^/}]*)[^}]*}:$') then return false end
  if hold.task ~= '' then
    if hold.known[task] == nil then hold.known[task] = walk(hold.task, task, { [0] = true })[#task] == true end
    if not hold.known[task] then return false end
  end
  return hold.tag == '' or redis.call('ZSCORE', base .. 'tag:' .. hold.tag, id) ~= false
end

-- @return the hold before which it is to lie, and the gates of those that are to be asked first whether they mean it
local function held_by(base, holds, id, record)
  local task, asked, first = task_of(record), {}, nil
  for _, hold in ipairs(holds) do
    if means(base, hold, id, task) then
      if not hold.asks then return hold, nil end
      first = first or hold
      asked[#asked + 1] = hold.gate
    end
  end
  if not first or redis.call('HGET', base .. 'cleared', id) == holds.version then return nil end
  return first, table.concat(asked, '\n')
end

-- A hold has ended and holds nobody any more. With the last one goes all that says that there are some.
-- @param whole whether this script reaches all queues
local function forget_hold(home, gate, whole)
  redis.call('HDEL', home .. 'holds', gate)
  if redis.call('HLEN', home .. 'holds') > 1 then return end
  redis.call('DEL', home .. 'holds', home .. 'holding', home .. 'asked', home .. 'cleared')
  if not whole then return end
  for _, queue in ipairs(redis.call('SMEMBERS', home .. 'queues')) do
    local base = string.match(home, '^([^{]*){') .. '{' .. queue .. '}:'
    if redis.call('GET', base .. 'holding') == home then
      redis.call('DEL', base .. 'holding', base .. 'asked', base .. 'cleared')
    end
  end
end
