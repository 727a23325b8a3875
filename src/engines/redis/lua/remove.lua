--- @use _record
--- @use _gates
--- @use _followed
-- remove: deletes jobs that do not run.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV[1] id index, '' when it is not at hand · [2…] ids
-- reply   per id: 'd TASK' done | 'r STATE TASK' refused | 'w STATE TASK' what follows from it
--   is not delivered yet, and reads it | 'u' unknown
-- cost    O(ids · (log(queue) + processes))
local base, reply = KEYS[1], {}
local open = has_followed(base)
for i = 2, #ARGV do
  local id = ARGV[i]
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not record then
    reply[#reply + 1] = 'u'
  elseif runner(base, id) then
    reply[#reply + 1] = 'r R ' .. task_of(record)
  elseif is_moving(base, id, h) then
    reply[#reply + 1] = 'r b ' .. task_of(record)
  elseif h and open and is_followed(base, id) then
    reply[#reply + 1] = 'w ' .. h.state .. ' ' .. task_of(record)
  else
    if not h then
      h, record = adopt(base, id, record)
    end
    local turn = h.finished == '-' and withdraw(base, id, h, record)
    drop_key(base, id, record, true)
    forget(base, ARGV[1], id, record)
    if turn then pass_turn_on(base, record) end
    reply[#reply + 1] = 'd ' .. task_of(record)
  end
end
return reply
