--- @use _record
--- @use _gates
-- release: held jobs whose gate has room, or no rule any more, wait for their turn again; some gates a call.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] at most so many · [2] cursor of the call before, '0' at the begin
-- reply   {count, cursor, '0' when all gates were looked at}
-- cost    O(GATES + count · log(queue))
local base, left = KEYS[1], tonumber(ARGV[1])
local GATES = 200
local home = redis.call('GET', base .. 'gating') or redis.call('GET', base .. 'holding')
if not home then return { 0, '0' } end
local page = redis.call('SSCAN', base .. 'waited', ARGV[2], 'COUNT', GATES)
for _, gate in ipairs(page[2]) do
  local reason, argument = rule_of(home, gate)
  if reason == 'rate' then expect_anew(home, gate, argument, 1) elseif reason == 'bucket' or reason == 'breaker' then expect_open(home, gate, store_now()) end
  local count = math.min(left, room_at(home, gate))
  if count > 0 then left = left - let_go(base, home, gate, count) end
  if left <= 0 then break end
end
return { tonumber(ARGV[1]) - left, page[1] }
