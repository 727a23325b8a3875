--- @use _record
-- claim-tick: moves the cursor of a schedule and writes down which job is to be stored for the tick, in one step.
-- KEYS[1] schedules hash     KEYS[2] intents hash     KEYS[3] number of the last claim
-- ARGV[1] schedule · [2] spec · [3] cursor the claimer saw · [4] cursor afterwards · [5] id of the job, '' without one
--   · [6] the job in JSON
-- reply   {'claimed', row in JSON, intent or ''} | {'stale' | 'refused', row in JSON or '', ''}
--         {'pending', '', intent} the job of the tick before is not stored yet: store it, then claim again
-- cost    O(1)
local name, after, intent = ARGV[1], '', ''
local pending = redis.call('HGET', KEYS[2], name)
if pending then return { 'pending', '', pending } end
local text = redis.call('HGET', KEYS[1], name)
if not text then return { 'refused', '', '' } end
local row = cjson.decode(text)
if row.spec ~= ARGV[2] or row.paused then return { 'refused', text, '' } end
if fmt(row.cursorAt) ~= ARGV[3] then return { 'stale', text, '' } end
if ARGV[5] ~= '' then
  -- By the clock, so that it goes on when a failover has lost the last ones; by the last one, should the clock go back.
  local number = math.max(tonumber(redis.call('GET', KEYS[3]) or '0') + 1, store_micros())
  intent = fmt(number) .. ' ' .. ARGV[6]
  redis.call('HSET', KEYS[2], name, intent)
  redis.call('SET', KEYS[3], fmt(number))
  row.lastTickAt = tonumber(ARGV[4])
  row.lastJobId = ARGV[5]
end
row.cursorAt = tonumber(ARGV[4])
after = cjson.encode(row)
redis.call('HSET', KEYS[1], name, after)
return { 'claimed', after, intent }
