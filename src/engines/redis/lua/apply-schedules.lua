--- @use _record
--- @use _force
-- apply-schedules: makes the stored schedules those of the arguments and their manifest the one in force, in one step.
-- KEYS[1] schedules hash     KEYS[2] applied hash     KEYS[3] paused-away hash     KEYS[4] begin of the keys of lists of ticks
-- ARGV[1] session, '' without one · [2] hash of the manifest · [3] its revision, '' = none · [4] begin of the keys of
--   process leases · [5] turn that is taken back, '' = a new one · [6] change that was seen by who takes back · then
--   name · spec, for each
-- reply   {turn, rows in JSON…} | {} something else has come into force meanwhile
-- cost    O(stored + given + processes)
local PAUSE_KEPT = 30 * 24 * 3600000
local now, keep, from = store_now(), {}, nil
local force = force_of(KEYS[2])
local back = ARGV[5] ~= ''
if back and fmt(force.change) ~= ARGV[6] then return {} end
local seen, living = forget_dead(KEYS[2], ARGV[4], force.hash)
if back and not living and math.max(seen, force.endedAt) > 0 then
  from = math.min(math.max(seen, force.endedAt), now)
else
  from = now
end
force.hash, force.revision, force.endedAt = ARGV[2], tonumber(ARGV[3]) or cjson.null, 0
force.change = force.change + 1
if back then
  force.turn = tonumber(ARGV[5])
else
  force.last = force.last + 1
  force.turn = force.last
end
redis.call('HSET', KEYS[2], '$', cjson.encode(force))
if not back and ARGV[1] ~= '' then
  redis.call('HSET', KEYS[2], ARGV[1], entry_of(now, force))
end

local reply = { fmt(force.turn) }
for i = 7, #ARGV, 2 do
  local name, spec = ARGV[i], ARGV[i + 1]
  keep[name] = true
  local text = redis.call('HGET', KEYS[1], name)
  local row = text and cjson.decode(text)
  if not row then
    local paused = redis.call('HDEL', KEYS[3], name) == 1
    row = { name = name, spec = '', cursorAt = 0, setBack = 0, paused = paused, lastTickAt = cjson.null, lastJobId = cjson.null, runs = 0 }
  end
  if not text or row.spec ~= spec then
    row.spec = spec
    -- No earlier than what is decided already; a cursor of the future is a wrong clock's.
    row.cursorAt = row.cursorAt > now and from or math.max(row.cursorAt, from)
    row.activatedAt = from
    text = cjson.encode(row)
    redis.call('HSET', KEYS[1], name, text)
  end
  reply[#reply + 1] = text
end
for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
  if not keep[name] then
    if cjson.decode(redis.call('HGET', KEYS[1], name)).paused then redis.call('HSET', KEYS[3], name, now) end
    redis.call('HDEL', KEYS[1], name)
    redis.call('DEL', KEYS[4] .. name)
  end
end
local away = redis.call('HGETALL', KEYS[3])
for i = 1, #away, 2 do
  if tonumber(away[i + 1]) < now - PAUSE_KEPT then redis.call('HDEL', KEYS[3], away[i]) end
end
return reply
