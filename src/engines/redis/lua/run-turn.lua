--- @use _record
--- @use _runs
-- run-turn: stores what comes of a turn of a run, all in one step, unless another turn was stored meanwhile.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] `v` and `seq` that were read · [3] `n` that was read · [4] state, '' as it is · [5] when the next turn is due, '' none;
--   at once where `n` is another by now · [6] consequences in JSON, '' none
--   · then five groups, each with its count first: fields (name, value; '' deletes) · steps whose items and lists are forgotten
--   · pages of lists (step, text) · ends of items (step, index, text) · runs, see enter_run in _runs.lua
-- reply   {1, epoch milliseconds, 1 where `n` is another by now, number of the entry in the outbox or '', lowest number there} · {0} when another turn was stored, or there is no such run
-- cost    O(steps + items that begin)
local base, id = KEYS[1], ARGV[1]
local key = run_key(base, id)
local v, seq, n = unpack(redis.call('HMGET', key, 'v', 'seq', 'n'))
if not v or v .. ' ' .. seq ~= ARGV[2] then return { 0 } end
local news = (n or '0') ~= ARGV[3]
redis.call('HINCRBY', key, 'v', 1)
local at = 7
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
-- A run is entered once: what has its id is another one, and does not lead back here.
local strangers = {}
each(6, function(i)
  if not enter_run(base, i) then strangers[#strangers + 1] = i end
end)
set_state(base, id, ARGV[4])
set_due(base, id, news and '0' or ARGV[5])
for _, i in ipairs(strangers) do
  local item = cjson.decode(ARGV[i + 1]).parent
  local step, failure = fmt(item.step), '{"name":"SkepError","message":"the id ' .. ARGV[i] .. ' belongs to another run","code":"RUN_ID_TAKEN","stack":null}'
  redis.call('HSET', key .. ':i:' .. step, fmt(item.index), 'f0 ' .. failure)
  redis.call('HINCRBY', key, 'f:' .. step, 1)
  redis.call('HSETNX', key, 'e:' .. step, failure)
  tell_run(base, id)
  news = true
end
local told = { 1, now_ms(), news and 1 or 0, '', '' }
if ARGV[6] ~= '' then
  told[4] = post(base, 'completed', ARGV[6])
  told[5] = string.match(redis.call('ZRANGE', base .. 'outbox', 0, 0)[1], '^%d+')
end
return told
