--- @use _record
--- @use _runs
-- run-note: items of runs have ended. An end is known again by its ordinal, which grows with each end of the same job.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV    per item: run · step · index · round · ordinal · letter of the end: c, f, x · result or error in JSON
-- reply   per item: {'none'} no such run or step · {'stale'} nothing new · {'quiet'} counted, and nothing comes of it · {'go', v and seq,
--         n, how many have completed, failed, been cancelled, error of the first or '', epoch milliseconds}
--         counted, and a turn is due · {'heal', letter} it
--         had ended so before, and the step is to be counted anew
-- cost    O(items · log(runs))
local base = KEYS[1]

local function note(id, step, index, expected, ordinal, letter, value)
  local key = run_key(base, id)
  local head = redis.call('HGET', key, 's:' .. step)
  if not head then return { 'none' } end
  local round, begun, total, running = string.match(head, '^(%d+) (%d+) (%d+) (%d)')
  if round ~= expected then return { 'stale' } end
  local items = key .. ':i:' .. step
  local before = redis.call('HGET', items, index)
  if before then
    local was, number = string.match(before, '^(%a)(%d+)')
    if was == 'c' or tonumber(number) >= tonumber(ordinal) then return { 'stale' } end
    local retried = was == 'F' or was == 'X'
    if not retried or running ~= '1' then return { 'heal', string.lower(was) } end
  end
  if running ~= '1' then return { 'stale' } end
  redis.call('HSET', items, index, letter .. ordinal .. ' ' .. value)
  redis.call('HINCRBY', key, letter .. ':' .. step, 1)
  if letter ~= 'c' then redis.call('HSETNX', key, 'e:' .. step, value) end
  local over, counts = 0, redis.call('HMGET', key, 'c:' .. step, 'f:' .. step, 'x:' .. step, 'e:' .. step)
  for i = 1, 3 do over = over + tonumber(counts[i] or 0) end
  if over < tonumber(begun) and begun == total then return { 'quiet' } end
  local version = redis.call('HMGET', key, 'v', 'seq')
  local news = tell_run(base, id)
  return { 'go', version[1] .. ' ' .. version[2], news, counts[1] or '0', counts[2] or '0', counts[3] or '0', counts[4] or '', now_ms() }
end

local reply = {}
for at = 1, #ARGV, 7 do reply[#reply + 1] = note(unpack(ARGV, at, at + 6)) end
return reply
