--- @use _record
--- @use _followed
-- prune: deletes jobs that finished before a time, and the oldest of those that are too many. The done list holds
-- them in order of finishing. It ends at one from which something follows that is not delivered yet, and reads it.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] state (completed, cancelled, dead) · [2] retention in ms · [3] at most so many · [4] keep so many at most, -1 for all
--   · [5] id index, '' when it is not at hand · [6] bytes of records after which it ends early
-- reply   {count, 1 when more may be due, ids whose entry in the id index is left to the caller …}
-- cost    O(count · log(queue))
local base, list, before = KEYS[1], KEYS[1] .. 'done:' .. ARGV[1], store_now() - tonumber(ARGV[2])
local limit, count, seen = tonumber(ARGV[3]), 0, 0
local keep = tonumber(ARGV[4])
local excess = keep < 0 and 0 or count_of(base, LETTER[ARGV[1]]) - keep
local left, budget, open = {}, tonumber(ARGV[6]), has_followed(base)
local entries = redis.call('LRANGE', list, 0, limit - 1)
for _, entry in ipairs(entries) do
  local at, id = string.match(entry, '^(%d+):(.*)$')
  if tonumber(at) > before and excess <= 0 or budget <= 0 then break end
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  -- An entry of former times (the job was retried or removed since) says another instant: it only goes away.
  local is_its = h and INDEX[h.state] == ARGV[1] and h.finished == at
  if is_its and open and is_followed(base, id) then break end
  seen = seen + 1
  if record then budget = budget - #record end
  if is_its then
    if forget(base, ARGV[5], id, record) then left[#left + 1] = id end
    count = count + 1
    excess = excess - 1
  end
end
if seen > 0 then redis.call('LTRIM', list, seen, -1) end
return { count, (seen == limit or budget <= 0) and 1 or 0, unpack(left) }
