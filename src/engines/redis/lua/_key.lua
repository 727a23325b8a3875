-- _key.lua: the key that a job has taken, as its record says it (`--- @use _key`). _unique.lua says what is done with it.
--
-- `unique:KEY` leads to the job that took the key last: 'UNTIL QUEUE ID', UNTIL being the instant at which Redis lets it expire, or '-'.
-- It lies in the home of keys: the keys of no queue, or on a Cluster those of the queue. `keyed` of a queue, set with its first job
-- that has a key, says where that is. A key is called as JSON writes it.

local function member_at(base, id)
  return string.match(base, '{(.*)}:$') .. ' ' .. id
end

-- @param record or its meta line @return the rule of its key: key, held, time in ms or nil; nil when it has none
local function key_in(record)
  -- A payload may have the same words.
  local _, from = string.find(record, '"unique":{"key":"', 1, true)
  if not from then return nil end
  local meta = string.match(record, '"meta":([^\n]*)') or ''
  _, from = string.find(meta, '"unique":{"key":"', 1, true)
  -- That of a job that follows from its end stands behind.
  local consequences = string.find(meta, '"consequences":[', 1, true)
  if not from or (consequences and consequences < from) then return nil end
  local to = from + 1
  while true do
    to = string.find(meta, '["\\]', to)
    if not to then return nil end
    if string.sub(meta, to, to) == '"' then break end
    to = to + 2
  end
  local held, time = string.match(meta, '^","while":"(%a+)","forMs":([^,]+)', to)
  if not held then return nil end
  return { key = string.sub(meta, from + 1, to - 1), held = held, time = tonumber(time) }
end

-- The record of a job goes. @param removed by a person: a window ends with its job then, and only then
local function drop_key(base, id, record, removed)
  local rule = key_in(record)
  local home = rule and redis.call('GET', base .. 'keyed')
  if not home or (rule.held == 'window' and not removed) then return end
  local entry = redis.call('GET', home .. 'unique:' .. rule.key)
  if entry and string.match(entry, ' (.*)$') == member_at(base, id) then redis.call('DEL', home .. 'unique:' .. rule.key) end
end
