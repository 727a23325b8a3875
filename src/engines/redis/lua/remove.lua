--- @use _record
-- remove: deletes jobs that do not run.
-- KEYS[1] queue base                      KEYS[2] id index
-- ARGV    ids
-- reply   per id: 'd TASK' done | 'r STATE TASK' refused | 'u' unknown
-- cost    O(ids · (log(queue) + processes))
local base, reply = KEYS[1], {}
for _, id in ipairs(ARGV) do
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not record then
    reply[#reply + 1] = 'u'
  elseif runner(base, id) then
    reply[#reply + 1] = 'r R ' .. task_of(record)
  else
    if not h then
      h, record = adopt(base, id, record)
    end
    if h.finished == '-' then withdraw(base, id, h, record) end
    forget(base, KEYS[2], id, record)
    reply[#reply + 1] = 'd ' .. task_of(record)
  end
end
return reply
