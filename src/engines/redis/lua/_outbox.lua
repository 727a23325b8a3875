-- _outbox.lua: what follows from the end of a job is written down in the step that ends it (`--- @use _outbox`).
--
-- The outbox of a queue, or of `{$}`, is a sorted set in its own slot: entries `NUMBER CAUSE CONSEQUENCES` by their numbers, which
-- only grow: places in the order of creation (`seq`), so that they go on by the clock when a failover has lost the last ones.
-- CAUSE is the state that the job has come into, and of a job `STATE#ATTEMPT`; CONSEQUENCES a list of core/job.ts in JSON. outbox.ts delivers them.

-- What one call of a script knows. In a library these names outlive the call, which its list of keys tells apart from every other.
local this_call
do
  local call = {}
  function this_call()
    if call.keys ~= KEYS then call = { keys = KEYS } end
    return call
  end
end

-- As TIME replies; the script happens at one instant.
local function store_time()
  local call = this_call()
  if not call.time then call.time = redis.call('TIME') end
  return call.time
end

-- @return a number larger than all before
local function next_number(base)
  local time = store_time()
  local number = math.max(tonumber(redis.call('GET', base .. 'seq') or '0') + 1, tonumber(time[1]) * 1000000 + tonumber(time[2]))
  local text, call = string.format('%d', number), this_call()
  redis.call('SET', base .. 'seq', text)
  call.numbered, call.number = base, number
  return text
end

-- @return the number of the entry
local function post(base, cause, consequences)
  local text = next_number(base)
  redis.call('ZADD', base .. 'outbox', text, text .. ' ' .. cause .. ' ' .. consequences)
  return text
end

-- To be called after the state is stored. The text of a job's consequences is the last of its meta line; it is found as plain
-- text, since quotes inside of other texts are escaped. What follows is filled in with the job when it is delivered: until then
-- the number of its entry stands in `following`, and the job stays (_followed.lua).
local function follow(base, id, meta, state, attempt)
  local from = string.find(meta, '"consequences":[', 1, true)
  if not from then return end
  local consequences = string.sub(meta, from + 15, -3)
  -- What names the state elsewhere costs an entry of which nothing follows.
  if string.find(consequences, '"' .. state .. '"', 1, true) then
    redis.call('ZADD', base .. 'following', post(base, state .. '#' .. attempt, consequences), id)
  end
end
