--- @use _record
--- @use _gates
-- gate-standing: gates as they stand, for those who look.
-- KEYS[1] base of their home
-- ARGV    names of gates, without key
-- reply   {now, then six per gate: its rule 'REASON ARGUMENT' or '', 1 when another one stands in its place, how much of it is used, circuit or '',
--         how many it holds, when a rate that has none has room again or ''}
-- cost    O(gates · queues that wait before them + what runs)
local home = KEYS[1]
local now = store_now()
local reply = { fmt(now) }

local USED = {
  concurrency = function(gate) return used_of(home, gate) end,
  rate = function(gate, argument)
    local _, burst = rate_of(argument)
    return burst - rate_room(home, gate, argument)
  end,
}

for _, gate in ipairs(ARGV) do
  local reason, argument = rule_of(home, gate)
  local held = 0
  for _, base in ipairs(redis.call('SMEMBERS', home .. 'waiting-at:' .. gate)) do
    held = held + redis.call('ZCARD', base .. 'before:' .. gate)
  end
  local until_at = ''
  if reason == 'rate' and rate_room(home, gate, argument) < 1 then until_at = fmt(has_room_at(home, gate, argument, 1)) end
  for _, value in ipairs({ reason and reason .. ' ' .. argument or '', redis.call('HEXISTS', home .. 'overrides', gate),
    USED[reason] and fmt(USED[reason](gate, argument)) or '0',
    redis.call('HGET', home .. 'circuits', gate) or '', held, until_at }) do
    reply[#reply + 1] = value
  end
end
return reply
