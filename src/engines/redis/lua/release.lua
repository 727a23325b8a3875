--- @use _record
--- @use _gates
-- release: held jobs whose gate has room, or no rule any more, wait for their turn again.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many
-- reply   {count, 1 when there may be more}
-- cost    O(gates that jobs of the queue wait before + count · log(queue))
local base, left = KEYS[1], tonumber(ARGV[1])
local home = redis.call('GET', base .. 'gating')
if not home then return { 0, 0 } end
for _, gate in ipairs(redis.call('SMEMBERS', base .. 'waited')) do
  local reason, argument = rule_of(home, gate)
  if reason == 'rate' then expect_anew(home, gate, argument, 1) elseif reason and reason ~= 'concurrency' then expect_open(home, gate) end
  local count = math.min(left, room_at(home, gate))
  if count > 0 then left = left - let_go(base, home, gate, count) end
  if left <= 0 then break end
end
return { tonumber(ARGV[1]) - left, left <= 0 and 1 or 0 }
