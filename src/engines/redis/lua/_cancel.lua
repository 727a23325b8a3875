-- _cancel.lua: running → cancelled (`--- @use _cancel`, after _record). The job leaves the active hash of its owner, who is to be told.

-- @param err in JSON
local function cancel_running(base, id, session, token, h, record, err, now)
  local l = lines(record)
  l.err = '"error":' .. err .. ','
  h.state = 'x'
  h.attempt = fmt(tonumber(h.attempt) + 1)
  h.started = begun(token)
  h.finished = fmt(now)
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  redis.call('HDEL', base .. 'active:' .. session, id)
  redis.call('HSET', base .. 'ended', id, token)
  put_in_state(base, 'x', h.seq, id)
  redis.call('RPUSH', base .. 'done:cancelled', h.finished .. ':' .. id)
  follow(base, id, l.meta, 'cancelled', h.attempt)
end

local function tell_ended(base, channel, session, ids)
  redis.call('PUBLISH', channel, 'l ' .. cjson.encode({ queue = string.match(base, '{(.*)}:$'), session = session, ids = ids }))
end
