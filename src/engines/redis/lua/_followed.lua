-- _followed.lua: jobs that stay until what follows from their end is delivered (`--- @use _followed`).

-- Whether some job of the queue may be one of those. Nobody else pays for asking.
local function has_followed(base)
  return redis.call('EXISTS', base .. 'following') == 1
end

-- Processes of former versions deliver an entry and leave its number.
local function is_followed(base, id)
  local number = redis.call('ZSCORE', base .. 'following', id)
  return number and redis.call('ZCOUNT', base .. 'outbox', number, number) > 0
end
