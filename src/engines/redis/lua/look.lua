--- @use _record
--- @use _gates
-- look: records of jobs for a list, without the parts that are large.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] bytes of records after which it ends early · [2] bytes of a part that is large · [3…] ids
-- reply   five per id, as far as it came: record or '' · session that runs it or '' · token of the lease or ''
--         · letters of the parts that were left out: l live, e error, a attempts, r result, d data
--         · what holds it, see told_hold in _gates.lua, or ''
-- cost    O(ids · processes), and the size of the records
local base, budget, large, reply = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), {}

-- Line 3 to 7, each with what stands for it where it is left out.
local LETTERS = { [3] = 'l', [4] = 'e', [5] = 'a', [6] = 'r', [7] = 'd' }
local EMPTY = { [4] = FRESH.error, [5] = FRESH.attempts, [6] = FRESH.result, [7] = '"data":null}' }

-- Found as plain text: a pattern would look at every byte of a big payload, and make a string of it.
local function cut(record)
  local kept, letters, from = {}, '', 1
  for line = 1, 7 do
    local stop = line < 7 and string.find(record, '\n', from, true) or #record + 1
    if not stop then return record, '' end
    if LETTERS[line] and stop - from > large then
      letters = letters .. LETTERS[line]
      kept[line] = EMPTY[line]
      -- Why it is blocked is said first.
      if line == 3 then
        local blocked, waits = string.match(string.sub(record, from, from + 64), '"blockedBy":"%a+"'), waits_in(record)
        local told = waits and '"waits":[' .. #waits .. ',' .. waits .. ']'
        kept[line] = '"live":{' .. (blocked or '') .. (blocked and told and ',' or '') .. (told or '') .. '},'
      end
    else
      kept[line] = string.sub(record, from, stop - 1)
    end
    from = stop + 1
  end
  return table.concat(kept, '\n'), letters
end

for i = 3, #ARGV do
  local id = ARGV[i]
  local record = redis.call('HGET', base .. 'jobs', id)
  local session, token, letters
  if record then
    budget = budget - #record
    session, token = runner(base, id)
    record = with_waits(base, id, record)
    if #record > large then
      local h = header(record)
      if not h then
        local adopted
        h, adopted = adopt(base, id, record)
        record = adopted
      end
      record, letters = cut(record)
    end
    if is_apart(record) then letters = (letters or '') .. 'd' end
  end
  reply[#reply + 1] = record or ''
  reply[#reply + 1] = session or ''
  reply[#reply + 1] = token or ''
  reply[#reply + 1] = letters or ''
  reply[#reply + 1] = told_hold(base, id)
  if budget <= 0 then break end
end
return reply
