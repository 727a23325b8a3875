--- @use _record
--- @use _gates
-- open-gates: rates that have room again let go, of each queue, as many as may pass now, and holds that have ended all.
-- KEYS[1] base of the home of gates
-- ARGV[1] at most so many, of each queue · [2] 1 where a script reaches all queues
-- reply   {how many, when the next gate has room or '', now}
-- cost    O(GATES · queues + count · log(queue)); of what is paid 1 000 entries are forgotten
local home, left, now, count = KEYS[1], tonumber(ARGV[1]), store_now(), 0
local GATES, FORGET = 100, 1000

local function open(gate)
  local reason, argument = rule_of(home, gate)
  if reason == 'hold' then
    local ends = hold_at(home, gate)
    if ends == '' then redis.call('ZREM', home .. 'due', gate) else redis.call('ZADD', home .. 'due', ends, gate) end
    return
  end
  local room = math.min(left, math.max(1, room_at(home, gate)))
  for _, base in ipairs(redis.call('SMEMBERS', home .. 'waiting-at:' .. gate)) do count = count + let_go(base, home, gate, room) end
  left = left - room
  if redis.call('EXISTS', home .. 'waiting-at:' .. gate) == 0 then
    redis.call('ZREM', home .. 'due', gate)
    if is_hold(gate) then forget_hold(home, gate, ARGV[2] == '1') end
  elseif not is_hold(gate) then
    local at = reason ~= 'rate' and next_open(home, gate, reason, now) or reason == 'rate' and next_after(home, gate, argument, room)
    if at then redis.call('ZADD', home .. 'due', fmt(at), gate) else redis.call('ZREM', home .. 'due', gate) end
  end
end

for _, gate in ipairs(redis.call('ZRANGEBYSCORE', home .. 'due', '-inf', fmt(now), 'LIMIT', 0, GATES)) do
  if left <= 0 then break end
  open(gate)
end
in_slices('ZREM', home .. 'tats', redis.call('ZRANGEBYSCORE', home .. 'tats', '-inf', fmt(now * 1000), 'LIMIT', 0, FORGET))
return { count, redis.call('ZRANGE', home .. 'due', 0, 0, 'WITHSCORES')[2] or '', fmt(now) }
