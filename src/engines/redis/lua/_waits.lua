-- _waits.lua: what has held a job, as core/waits.ts writes it (used by _record).
--   queue  waits: id → text of a job that was held since its last start; at its next one it goes into the record
-- In line 3 of the record it is `"waits":[BYTES,TEXT]`, behind `blockedBy` where that is.
local WAITS_KEPT = 20

-- @return where the value of line 3 goes on behind `{` and what it says of blockedBy
local function live_at(record)
  local _, at = string.find(record, '\n"live":{', 1, true)
  return at and (string.match(record, '^"blockedBy":"%a+",()', at + 1) or at + 1)
end

-- @return the text, nil where there is none; where it begins, and ends
local function waits_in(record)
  local at = live_at(record)
  if not at then return nil end
  local size, from = string.match(record, '^"waits":%[(%d+),()', at)
  if size then return string.sub(record, from, from + tonumber(size) - 1), at, from + tonumber(size) end
end

-- It is held. @param started of its last attempt, '-' for none: what held it before is over for good
local function note_wait(base, id, record, started, reason, gate, now)
  local text = redis.call('HGET', base .. 'waits', id) or waits_in(record) or ''
  local head = '["' .. reason .. '","' .. gate .. '",'
  -- No name holds `,["`: quotes in it are escaped.
  local before, last = string.match(text, '^(.*),(%[".*)$')
  last = last or text
  local ended = string.sub(last, 1, #head) == head and tonumber(string.match(last, ',(%d+)%]$') or '')
  if ended and ended > (tonumber(started) or -1) then
    last = string.match(last, '^(.*),%d+%]$')
    redis.call('HSET', base .. 'waits', id, before and before .. ',' .. last or last)
    return
  end
  local _, more = string.gsub(text, ',%["', '')
  if more + 1 >= WAITS_KEPT then text = string.sub(text, string.find(text, ',["', 1, true) + 1) end
  redis.call('HSET', base .. 'waits', id, (text == '' and '' or text .. ',') .. head .. now)
end

local function is_open(text)
  return string.byte(text, -1) ~= 93
end

-- It is held no more. What is not noted is left as it is.
local function end_wait(base, id, now)
  local text = redis.call('HGET', base .. 'waits', id)
  if text and is_open(text) then redis.call('HSET', base .. 'waits', id, text .. ',' .. now .. ']') end
end

-- @return the record with what has held the job since its last start; the very same where nothing has
local function with_waits(base, id, record)
  local text = redis.call('HGET', base .. 'waits', id)
  local at = text and live_at(record)
  if not at then return record end
  if is_open(text) then text = text .. ']' end
  local _, from, to = waits_in(record)
  local rest = from and string.sub(record, to + 1) or string.sub(record, at)
  if not from and string.sub(rest, 1, 1) ~= '}' then rest = ',' .. rest end
  return string.sub(record, 1, at - 1) .. '"waits":[' .. #text .. ',' .. text .. ']' .. rest
end
