--- @use _record
--- @use _runs
-- run-take: deletes runs that another store has by now, all of them or none.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV    per run: id · how many steps its plan has · SHA-1 of its fields, each with its value, in order of their names
-- reply   1 when they were deleted; 0 where one is gone, or another than it was
-- cost    O(steps · log(runs)), and the size of what the runs have
local base = KEYS[1]

local function digest_of(fields)
  local values, names = {}, {}
  for i = 1, #fields, 2 do
    names[#names + 1] = fields[i]
    values[fields[i]] = fields[i + 1]
  end
  table.sort(names)
  local lines = {}
  for i, name in ipairs(names) do lines[i] = name .. '\n' .. values[name] end
  return redis.sha1hex(table.concat(lines, '\n'))
end

for at = 1, #ARGV, 3 do
  local fields = redis.call('HGETALL', run_key(base, ARGV[at]))
  if #fields == 0 or digest_of(fields) ~= ARGV[at + 2] then return 0 end
end
for at = 1, #ARGV, 3 do
  local id = ARGV[at]
  local key = run_key(base, id)
  local state, workflow, given = unpack(redis.call('HMGET', key, 'state', 'workflow', 'given'))
  for _, name in ipairs({ 'runs', 'runs:s:' .. state, 'runs:over:' .. state, 'runs:w:' .. workflow, 'runs-due' }) do
    redis.call('ZREM', base .. name, id)
  end
  local parent = string.match(given, '"parent":{"run":"([^"]*)"')
  if parent then redis.call('ZREM', run_key(base, parent) .. ':children', id) end
  for step = 0, tonumber(ARGV[at + 1]) - 1 do
    drop(key .. ':i:' .. fmt(step), key .. ':l:' .. fmt(step))
  end
  drop(key, key .. ':plan', key .. ':input', key .. ':g', key .. ':children')
end
return 1
