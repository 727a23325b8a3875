--- @use _record
--- @use _runs
-- run-remove: deletes a run that is over, with what is kept of its items.
-- KEYS[1] base of the keys of none    KEYS[2] a name in its slot
-- ARGV[1] run · [2] how many steps its plan has
-- reply   {its state, 1 when it was deleted}; nothing when there is no such run
-- cost    O(steps · log(runs))
local base, id = KEYS[1], ARGV[1]
local key = run_key(base, id)
local state, workflow, given = unpack(redis.call('HMGET', key, 'state', 'workflow', 'given'))
if not state then return {} end
if state == 'running' then return { state, 0 } end
for _, name in ipairs({ 'runs', 'runs:s:' .. state, 'runs:over:' .. state, 'runs:w:' .. workflow, 'runs-due' }) do
  redis.call('ZREM', base .. name, id)
end
local parent = string.match(given, '"parent":{"run":"([^"]*)"')
if parent then redis.call('ZREM', run_key(base, parent) .. ':children', id) end
for step = 0, tonumber(ARGV[2]) - 1 do
  drop(key .. ':i:' .. fmt(step), key .. ':l:' .. fmt(step))
end
drop(key, key .. ':plan', key .. ':input', key .. ':g', key .. ':children')
return { state, 1 }
