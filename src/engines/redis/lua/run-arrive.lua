--- @use _record
--- @use _runs
-- run-arrive: runs of another store that lie aside go on, see handover.ts. What has an id that is there already is dropped.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV    ids
-- reply   how many
-- cost    O(steps + log(runs)) each
local base, count = KEYS[1], 0
for _, id in ipairs(ARGV) do
  local key = run_key(base, id)
  local fields = redis.call('HGETALL', key .. ':laid')
  if #fields > 0 and redis.call('EXISTS', key) == 0 then
    local seq = fmt(redis.call('HINCRBY', base .. 'run-numbers', 'last', 1))
    in_slices('HSET', key, fields)
    redis.call('HSET', key, 'seq', seq)
    local state, workflow, given, finished = unpack(redis.call('HMGET', key, 'state', 'workflow', 'given', 'finished'))
    redis.call('ZADD', base .. 'runs', seq, id)
    redis.call('ZADD', base .. 'runs:s:' .. state, seq, id)
    if workflow ~= '' then redis.call('ZADD', base .. 'runs:w:' .. workflow, seq, id) end
    local parent = string.match(given, '"parent":{"run":"([^"]*)"')
    if parent then redis.call('ZADD', run_key(base, parent) .. ':children', seq, id) end
    if state == 'running' then
      set_due(base, id, '0')
    elseif not parent then
      redis.call('ZADD', base .. 'runs:over:' .. state, finished, id)
    end
    count = count + 1
  end
  drop(key .. ':laid')
  redis.call('ZREM', base .. 'runs-laid', id)
end
return count
