--- @use _record
-- faults: what dead jobs of a queue died of.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] task, '' for all · [2…] fingerprints
-- reply   per fingerprint and task: {fingerprint, task, count, first death, last death, id of the last, …}
-- cost    O(fingerprints · tasks · log(queue)), whatever the number of jobs
local base, reply = KEYS[1], {}
local function tell(fingerprint, task)
  local key = base .. 'died:' .. fingerprint .. ' ' .. task
  local first, last = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES'), redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
  if not last[1] then return end
  for _, part in ipairs({ fingerprint, task, fmt(redis.call('ZCARD', key)), first[2], last[2], last[1] }) do reply[#reply + 1] = part end
end
for i = 2, #ARGV do
  if ARGV[1] ~= '' then
    tell(ARGV[i], ARGV[1])
  else
    for _, task in ipairs(redis.call('SMEMBERS', base .. 'fault-tasks:' .. ARGV[i])) do tell(ARGV[i], task) end
  end
end
return reply
