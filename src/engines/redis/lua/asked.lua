--- @use _record
--- @use _holds
-- asked: jobs of which holds are to be asked whether they mean them.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many · [2] bytes of records after which it ends early
-- reply   {version of the holds, {gate, the hold in JSON, …}, id, gates, a line each, record, …}
-- cost    O(asked + holds), and the size of the records
local base, limit, budget = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local home = redis.call('GET', base .. 'holding')
if not home then return { '', {} } end
local told, reply = {}, { redis.call('HGET', home .. 'holds', VERSION_OF_HOLDS) or '' }
local all = redis.call('HGETALL', home .. 'holds')
for i = 1, #all, 2 do
  if all[i] ~= VERSION_OF_HOLDS then
    told[#told + 1] = all[i]
    told[#told + 1] = string.match(all[i + 1], '([^\n]*)$')
  end
end
reply[2] = told
local asked = redis.call('HGETALL', base .. 'asked')
for i = 1, #asked, 2 do
  if limit <= 0 or budget <= 0 then break end
  local id = asked[i]
  local record = redis.call('HEXISTS', base .. 'before', id) == 1 and redis.call('HGET', base .. 'jobs', id)
  if record then
    limit, budget = limit - 1, budget - #record
    reply[#reply + 1], reply[#reply + 2], reply[#reply + 3] = id, asked[i + 1], record
  else
    -- It was cancelled, removed or moved meanwhile.
    redis.call('HDEL', base .. 'asked', id)
  end
end
return reply
