--- @use _record
--- @use _gates
-- cancel: any unfinished state → cancelled. A running job leaves the active hash of its owner, who is told.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] error in JSON · [2…] ids
-- reply   per id: 'd TASK' done | 'r STATE TASK' refused | 'u' unknown
-- cost    O(ids · (log(queue) + processes)); an entry in a waiting list stays there, marked, until it is met
local base, now, reply, told = KEYS[1], store_now(), {}, {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not record then
    reply[#reply + 1] = 'u'
  else
    local session, token = runner(base, id)
    if not h then
      h, record = adopt(base, id, record)
    end
    if session then
      cancel_running(base, id, session, token, h, record, ARGV[1], now)
      told[session] = told[session] or {}
      table.insert(told[session], id)
      reply[#reply + 1] = 'd ' .. task_of(record)
    elseif MAY.cancel[h.state] and not is_moving(base, id, h) then
      if cancel_waiting(base, id, h, record, ARGV[1], now) then pass_turn_on(base, record) end
      reply[#reply + 1] = 'd ' .. task_of(record)
    else
      reply[#reply + 1] = 'r ' .. h.state .. ' ' .. task_of(record)
    end
  end
end
for session, ids in pairs(told) do
  tell_ended(base, KEYS[2], session, ids)
end
return reply
