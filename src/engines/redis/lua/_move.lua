-- _move.lua: jobs between two queues; shared by park, land and let-go (`--- @use _move`, after _record).
--
-- `moving` of the queue that they leave: id → 'TOKEN STATE TARGET', STATE being the letter that it will have again.
-- `landing` of the queue that they go to: TOKEN → 'o SOURCE ID' as long as its job may be stored there, 'l SOURCE ID' once it
-- was. Without its entry there a token is over: whoever comes with it late stores nothing.

-- Puts a waiting job where its state says that it waits.
local function enter(base, id, h, record)
  redis.call('HSET', base .. 'jobs', id, record)
  put_in_state(base, h.state, h.seq, id)
  if h.state == 'a' then
    push(base, id, h, record, false)
  elseif h.state == 'b' then
    local task = task_of(record)
    redis.call('SADD', base .. 'held', task)
    redis.call('SADD', base .. 'held:' .. task, id)
  else
    redis.call('ZADD', base .. 'delayed', h.run, id)
  end
  if h.expires ~= '-' then redis.call('ZADD', base .. 'expiry', h.expires, id) end
end

-- @return token, letter of the state and target of an entry of `moving`
local function parts_of(entry)
  return string.match(entry, '^(%S+) (%a) (.*)$')
end
