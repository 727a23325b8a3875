--- @use _record
-- list: ids of a queue in order of creation, newest first, out of several indexes.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] highest score (with '(' to leave it out) · [2] lowest score · [3] at most so many per index
--   · [4…] index names after the base; 'state:LETTER' is a part of `states`, 'running' stands for the active hashes
-- reply   {id, score, id, score, …}, sorted within each index only
-- cost    O(indexes · (log(queue) + limit)); 'running' reads every running job of the queue
local base, high, low, limit = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local reply = {}
local top = tonumber((string.gsub(high, '[(+]', '')))  or math.huge
local open = string.sub(high, 1, 1) == '('
local function running()
  for _, session in ipairs(redis.call('SMEMBERS', base .. 'owners')) do
    for _, id in ipairs(redis.call('HKEYS', base .. 'active:' .. session)) do
      -- A job of ours that runs lies where it lay when it waited; the record of another program has to be read.
      local place = redis.call('ZSCORE', base .. 'states', id)
      local seq = place and tonumber(place) % SPAN + EPOCH
      if not seq then
        local record = redis.call('HGET', base .. 'jobs', id)
        seq = record and (tonumber(string.match(record, '"timestamp":(%d+)') or '0') * 1000)
      end
      if seq and seq >= tonumber(low) and (seq < top or (seq == top and not open)) then
        reply[#reply + 1] = id
        reply[#reply + 1] = fmt(seq)
      end
    end
  end
end
-- The scores of a state between the two that are asked for.
local function bounds(shift)
  local first = shift + EPOCH
  local bottom = math.max(first, (tonumber(low) or -math.huge) + shift)
  if top + shift >= first + SPAN then return '(' .. fmt(first + SPAN), fmt(bottom) end
  return (open and '(' or '') .. fmt(math.max(0, top + shift)), fmt(bottom)
end
for i = 4, #ARGV do
  if ARGV[i] == 'running' then
    running()
  else
    local state = string.match(ARGV[i], '^state:(%a)$')
    local shift = state and RANK[state] * SPAN - EPOCH or 0
    local from, to = high, low
    if state then from, to = bounds(shift) end
    local found = redis.call('ZREVRANGEBYSCORE', base .. (state and 'states' or ARGV[i]), from, to, 'WITHSCORES', 'LIMIT', 0, limit)
    for j = 1, #found, 2 do
      reply[#reply + 1] = found[j]
      reply[#reply + 1] = fmt(tonumber(found[j + 1]) - shift)
    end
  end
end
return reply
