-- _force.lua: which manifest's schedules are stored, and who applied which, for the scripts that say `--- @use _force`.
-- The applied hash has a field `$` for what is in force, in JSON, and one for the session of each process:
-- `SEENAT JSON`, the instant at which it beat last and what it applied.

local function force_of(key)
  local text = redis.call('HGET', key, '$')
  return text and cjson.decode(text) or { hash = '', turn = 0, change = 0, last = 0, endedAt = 0 }
end

local function entry_of(now, force)
  return string.format('%d %s', now, cjson.encode({ hash = force.hash, revision = force.revision, turn = force.turn }))
end

-- Deletes the entries of processes that are gone. Returns when the last of them with that hash was seen, 0 = none was,
-- and whether one with it lives.
local function forget_dead(key, leases, hash)
  local seen, living = 0, false
  local entries = redis.call('HGETALL', key)
  for i = 1, #entries, 2 do
    local at, text = string.match(entries[i + 1], '^(%d+) (.*)$')
    if at then
      local same = cjson.decode(text).hash == hash
      if redis.call('EXISTS', leases .. entries[i]) == 1 then
        living = living or same
      else
        if same then seen = math.max(seen, tonumber(at)) end
        redis.call('HDEL', key, entries[i])
      end
    end
  end
  return seen, living
end
