--- @use _record
-- add-stats: adds a process' share to the figures of this minute and this hour.
-- KEYS[1] base of what belongs to no queue
-- ARGV[1] source · [2] number of the share · [3] ms that a source is remembered · [4] ms that minutes are kept · [5] and hours
--   · each: 'PLACE QUEUE TASK', by how much
-- reply   1 added; 0 it was there already
-- cost    O(numbers of the share)
local base, now, source = KEYS[1], store_now(), KEYS[1] .. 'stats-from:' .. ARGV[1]
if tonumber(redis.call('GET', source) or '-1') >= tonumber(ARGV[2]) then return 0 end
redis.call('SET', source, ARGV[2], 'PX', ARGV[3])
for letter, step in pairs({ m = { 60000, ARGV[4] }, h = { 3600000, ARGV[5] } }) do
  local at = now - now % step[1]
  local key = base .. 'stats:' .. letter .. ':' .. fmt(at)
  for i = 6, #ARGV, 2 do redis.call('HINCRBY', key, ARGV[i], ARGV[i + 1]) end
  redis.call('PEXPIRE', key, fmt(at + step[1] + tonumber(step[2]) - now))
end
return 1
