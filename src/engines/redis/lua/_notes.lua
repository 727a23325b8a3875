-- _notes.lua: ends of items are counted (`--- @use _notes`, after _runs).

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local note_ends
do
  local ENDS = { c = 0, f = 0, x = 0 }

  -- Items of one step and round, each once. One look and one write: these are most of what a step of a chain costs.
  -- @param now gives the time as text
  -- @param later whether what is counted is left to the caller: `counted` of the end that is told 'go'
  local function note_step(base, ends, replies, is_due, now, later)
    local first = ends[1]
    local key, name = run_key(base, first.run), first.step
    local head, c, f, x, e, v, seq, n = unpack(redis.call('HMGET', key, 's:' .. name, 'c:' .. name, 'f:' .. name, 'x:' .. name,
      'e:' .. name, 'v', 'seq', 'n'))
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
        last = one
      end
    end
    if not last then return end
    redis.call('HSET', items, unpack(news))
    local counts, over, set = { c = tonumber(c or 0), f = tonumber(f or 0), x = tonumber(x or 0) }, 0, {}
    for letter, count in pairs(counts) do
      over = over + count
      if counted[letter] then
        over = over + counted[letter]
        counts[letter] = count + counted[letter]
        set[#set + 1] = letter .. ':' .. name
        set[#set + 1] = fmt(counts[letter])
      end
    end
    if failure and not e then
      e = failure
      set[#set + 1] = 'e:' .. name
      set[#set + 1] = e
    end
    if over < tonumber(begun) and begun == total then
      redis.call('HSET', key, unpack(set))
      return
    end
    n = fmt(tonumber(n or 0) + 1)
    set[#set + 1] = 'n'
    set[#set + 1] = n
    if not later then redis.call('HSET', key, unpack(set)) end
    if is_due then set_due(base, first.run, '0') end
    if later then last.counted = set end
    replies[last.at] = { 'go', v .. ' ' .. seq, n, fmt(counts.c), fmt(counts.f), fmt(counts.x), e or '', now() }
  end

  -- An end is known again by its ordinal, which grows with each end of the same job.
  -- @param ends list of { run, step, index, round, ordinal, letter: c, f, x, value: result or error in JSON }, a few hundred at most
  -- @param without_due of whoever makes the runs due that have no turn at once, and writes what is `counted` of an end
  -- @return for each {'none'} no such run or step · {'stale'} nothing new · {'quiet'} counted, and nothing comes of it alone ·
  --   {'go', v and seq, n, how many have completed, failed, been cancelled, error of the first or '', epoch milliseconds} counted with those of its
  --   step before it, and a turn is due · {'heal', letter} it had ended so before, and the step is to be counted anew
  function note_ends(base, ends, without_due)
    local replies, steps, order, of_run, time = {}, {}, {}, {}, nil
    local function now()
      time = time or now_ms()
      return time
    end
    for at, one in ipairs(ends) do
      one.at = at
      local name = one.step .. ' ' .. one.round .. ' ' .. one.run
      local step = steps[name]
      -- The second end of the same job is looked at when its first one is stored.
      if not step or step.seen[one.index] then
        step = { seen = {}, ends = {} }
        steps[name] = step
        order[#order + 1] = step
        of_run[one.run] = (of_run[one.run] or 0) + 1
      end
      step.seen[one.index] = true
      step.ends[#step.ends + 1] = one
    end
    for _, step in ipairs(order) do
      -- What is counted of a run is read again for its next step.
      note_step(base, step.ends, replies, not without_due, now, without_due and of_run[step.ends[1].run] == 1)
    end
    return replies
  end
end
