-- _shares.lua: how priorities share a queue; engine/shares.ts says by what rule, and holds it to its tests (`--- @use _shares`).
--   shares  the numbers of Shares, as its `text` has them

-- Lua has room for 200 names in a script: what only this part uses stands in a block.
local share
do
  -- Divided by every weight it stays whole; the weight of a priority is 10 less it.
  local WHOLE = 2520

  local function stride_of(priority)
    return WHOLE / (10 - priority)
  end

  local function waiting_at(base, plain)
    local waiting = {}
    for priority = plain and 5 or 0, plain and 5 or 9 do
      local name = tostring(priority)
      if redis.call('EXISTS', list_of(base, name), base .. 'turns:' .. name) > 0 then waiting[#waiting + 1] = priority end
    end
    return waiting
  end

  -- @return priority → how many of the next `count` are its
  local function divide(numbers, waiting, count)
    local at, given = {}, {}
    for _, priority in ipairs(waiting) do
      at[priority] = math.max(numbers[1], numbers[priority + 2])
      given[priority] = 0
    end
    for _ = 1, count do
      local best = waiting[1]
      for _, priority in ipairs(waiting) do
        if at[priority] < at[best] then best = priority end
      end
      at[best] = at[best] + stride_of(best)
      given[best] = given[best] + 1
    end
    return given
  end

  -- @param wanted how many are, by now
  -- @param take_at takes so many of a priority, or as many as it has
  -- @param plain whether no other priority than the usual has any
  function share(base, wanted, take_at, plain)
    local numbers = {}
    for number in string.gmatch(redis.call('GET', base .. 'shares') or '', '%d+') do numbers[#numbers + 1] = tonumber(number) end
    for i = #numbers + 1, 11 do numbers[i] = 0 end
    local waiting = waiting_at(base, plain)
    local changed = false
    while wanted() > 0 and #waiting > 0 do
      local given, floor = divide(numbers, waiting, wanted()), numbers[1]
      for _, priority in ipairs(waiting) do
        local before = wanted()
        if given[priority] > 0 and before > 0 then
          take_at(tostring(priority), given[priority])
          local taken = before - wanted()
          if taken > 0 then
            numbers[priority + 2] = math.max(floor, numbers[priority + 2]) + taken * stride_of(priority)
            numbers[1] = math.max(numbers[1], numbers[priority + 2] - stride_of(priority))
            changed = true
          end
        end
      end
      waiting = waiting_at(base, plain)
    end
    if not changed then return end
    for i, number in ipairs(numbers) do numbers[i] = fmt(number) end
    redis.call('SET', base .. 'shares', table.concat(numbers, ' '))
  end
end
