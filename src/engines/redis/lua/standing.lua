-- standing: which manifest's schedules are in force, and what living processes have applied.
-- KEYS[1] applied hash
-- ARGV[1] begin of the keys of process leases
-- reply   {what is in force in JSON or '', session, entry, …}
-- cost    O(processes)
local reply = { redis.call('HGET', KEYS[1], '$') or '' }
local entries = redis.call('HGETALL', KEYS[1])
for i = 1, #entries, 2 do
  if entries[i] ~= '$' and redis.call('EXISTS', ARGV[1] .. entries[i]) == 1 then
    reply[#reply + 1] = entries[i]
    reply[#reply + 1] = string.match(entries[i + 1], ' (.*)$')
  end
end
return reply
