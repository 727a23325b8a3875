-- _runs.lua: runs of workflows, in the slot of no queue (`--- @use _runs`, after _record).
--
-- `run:ID` is a hash: what the run was given, its state, of each step that has begun `s:NUMBER` (ROUND BEGUN TOTAL RUNNING, then JSON), and
-- how many of its items have completed, failed, been cancelled: `c:NUMBER`, `f:NUMBER`, `x:NUMBER`, with the error of the first: `e:NUMBER`. `v` is raised by each turn, `n` by what calls for one. Beside it
-- `run:ID:plan`, `:input`, `:g` (signals), `:i:NUMBER` (ends of items: LETTER ORDINAL, blank, JSON; a capital letter: to be retried),
-- `:l:NUMBER` (lists, in pages), `:children`. `runs`, `runs:w:WORKFLOW` and `runs:s:STATE` have them by their numbers, `runs:over:STATE` by their end,
-- `runs-due` those that have something to do, by when.

local function run_key(base, id)
  return base .. 'run:' .. id
end

local function now_ms()
  local time = store_time()
  return fmt(tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000))
end

-- Users of former versions may not unlink: see docs/engines.md.
local function drop(...)
  if type(redis.pcall('UNLINK', ...)) == 'table' then redis.call('DEL', ...) end
end

local function set_due(base, id, due)
  if due == '' then redis.call('ZREM', base .. 'runs-due', id) else redis.call('ZADD', base .. 'runs-due', due, id) end
end

-- Something has come that its next turn has to look at. A turn that was decided before leaves it due, see run-turn.
-- @return `n`, as text
local function raise_news(base, id)
  return fmt(redis.call('HINCRBY', run_key(base, id), 'n', 1))
end

local function tell_run(base, id)
  set_due(base, id, '0')
  return raise_news(base, id)
end

-- ARGV from `at`: id, given, workflow or '', parent or '', plan, input.
-- @return whether it is new
local function enter_run(base, at)
  local id, workflow, parent = ARGV[at], ARGV[at + 2], ARGV[at + 3]
  local key = run_key(base, id)
  if redis.call('EXISTS', key) == 1 then return false end
  local seq = fmt(redis.call('HINCRBY', base .. 'run-numbers', 'last', 1))
  redis.call('HSET', key, 'seq', seq, 'state', 'running', 'created', now_ms(), 'given', ARGV[at + 1], 'workflow', workflow, 'v', '0')
  redis.call('SET', key .. ':plan', ARGV[at + 4])
  redis.call('SET', key .. ':input', ARGV[at + 5])
  redis.call('ZADD', base .. 'runs', seq, id)
  redis.call('ZADD', base .. 'runs:s:running', seq, id)
  if workflow ~= '' then redis.call('ZADD', base .. 'runs:w:' .. workflow, seq, id) end
  if parent ~= '' then redis.call('ZADD', run_key(base, parent) .. ':children', seq, id) end
  set_due(base, id, '0')
  return true
end

-- @param state '' leaves it. One that is over is found by its end.
local function set_state(base, id, state)
  if state == '' then return end
  local key = run_key(base, id)
  local before = redis.call('HGET', key, 'state')
  if state == before then return end
  local seq = redis.call('HGET', key, 'seq')
  redis.call('ZREM', base .. 'runs:s:' .. before, id)
  redis.call('ZREM', base .. 'runs:over:' .. before, id)
  redis.call('ZADD', base .. 'runs:s:' .. state, seq, id)
  redis.call('HSET', key, 'state', state)
  if state == 'running' then
    redis.call('HDEL', key, 'finished')
  else
    local now = now_ms()
    redis.call('HSET', key, 'finished', now)
    -- A step of another run goes with that one.
    if string.sub(redis.call('HGET', key, 'given'), 1, 14) == '{"parent":null' then
      redis.call('ZADD', base .. 'runs:over:' .. state, now, id)
    end
  end
end
