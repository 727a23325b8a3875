-- _notes.lua: ends of items are counted (`--- @use _notes`, after _runs).

local ENDS = { c = 0, f = 0, x = 0 }

-- Items of one step and round, each once.
local function note_step(base, ends, replies, tell)
  local first = ends[1]
  local key = run_key(base, first.run)
  local head = redis.call('HGET', key, 's:' .. first.step)
  if not head then
    for _, one in ipairs(ends) do replies[one.at] = { 'none' } end
    return
  end
  local round, begun, total, running = string.match(head, '^(%d+) (%d+) (%d+) (%d)')
  local items, indices, news, counted, failure, last = key .. ':i:' .. first.step, {}, {}, {}, nil, nil
  for i, one in ipairs(ends) do indices[i] = one.index end
  local before = redis.call('HMGET', items, unpack(indices))
  for i, one in ipairs(ends) do
    local was, number = string.match(before[i] or '', '^(%a)(%d+)')
    if one.round ~= round or was == 'c' or was and tonumber(number) >= tonumber(one.ordinal) then
      replies[one.at] = { 'stale' }
    elseif was and (ENDS[was] or running ~= '1') then
      replies[one.at] = { 'heal', string.lower(was) }
    elseif running ~= '1' then
      replies[one.at] = { 'stale' }
    else
      replies[one.at] = { 'quiet' }
      news[#news + 1] = one.index
      news[#news + 1] = one.letter .. one.ordinal .. ' ' .. one.value
      counted[one.letter] = (counted[one.letter] or 0) + 1
      if one.letter ~= 'c' then failure = failure or one.value end
      last = one.at
    end
  end
  if not last then return end
  redis.call('HSET', items, unpack(news))
  for letter, count in pairs(counted) do redis.call('HINCRBY', key, letter .. ':' .. first.step, count) end
  if failure then redis.call('HSETNX', key, 'e:' .. first.step, failure) end
  local c, f, x, e, v, seq = unpack(redis.call('HMGET', key, 'c:' .. first.step, 'f:' .. first.step, 'x:' .. first.step,
    'e:' .. first.step, 'v', 'seq'))
  local over = tonumber(c or 0) + tonumber(f or 0) + tonumber(x or 0)
  if over < tonumber(begun) and begun == total then return end
  replies[last] = { 'go', v .. ' ' .. seq, tell(base, first.run), c or '0', f or '0', x or '0', e or '', now_ms() }
end

-- An end is known again by its ordinal, which grows with each end of the same job.
-- @param ends list of { run, step, index, round, ordinal, letter: c, f, x, value: result or error in JSON }, a few hundred at most
-- @param tell raise_news, for whoever makes the runs due that have no turn at once; else tell_run
-- @return for each {'none'} no such run or step · {'stale'} nothing new · {'quiet'} counted, and nothing comes of it alone ·
--   {'go', v and seq, n, how many have completed, failed, been cancelled, error of the first or '', epoch milliseconds} counted with those of its
--   step before it, and a turn is due · {'heal', letter} it had ended so before, and the step is to be counted anew
local function note_ends(base, ends, tell)
  local replies, steps, order = {}, {}, {}
  for at, one in ipairs(ends) do
    one.at = at
    local name = one.step .. ' ' .. one.round .. ' ' .. one.run
    local step = steps[name]
    -- The second end of the same job is looked at when its first one is stored.
    if not step or step.seen[one.index] then
      step = { seen = {}, ends = {} }
      steps[name] = step
      order[#order + 1] = step
    end
    step.seen[one.index] = true
    step.ends[#step.ends + 1] = one
  end
  for _, step in ipairs(order) do note_step(base, step.ends, replies, tell or tell_run) end
  return replies
end
