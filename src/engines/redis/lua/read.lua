--- @use _record
--- @use _gates
-- read: records of jobs, with who runs them.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    ids
-- reply   four per id: record or '' (without a payload that lies apart) · session that runs it or '' · token of the lease or '' · what holds it, see told_hold in _gates.lua, or ''
-- cost    O(ids · processes), and the size of the records
local base, reply = KEYS[1], {}
for _, id in ipairs(ARGV) do
  local record = redis.call('HGET', base .. 'jobs', id)
  local session, token
  if record then
    session, token = runner(base, id)
    record = with_waits(base, id, record)
  end
  reply[#reply + 1] = record or ''
  reply[#reply + 1] = session or ''
  reply[#reply + 1] = token or ''
  reply[#reply + 1] = told_hold(base, id)
end
return reply
