--- @use _record
-- settle: running → what the outcomes say, for a batch of one session, fenced.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] session · [2] how many · then 11 per job:
--   id · token of the lease · code (c completed, d dead, r retryable, s scheduled, x cancelled, a released, b blocked)
--   · seq · runAt as it is, or for r and s the delay in ms from now · priority · expiresAt or ''
--   · A: record up to and with the blank before RUN · B: from after FINISHED up to the attempt's finishedAt
--   · C: the rest ('' = B is all and no attempt is recorded) · key of the attempt (its text up to the outcome); for b the task
--   A C that ends with \r keeps line 7 of the stored record: a big payload does not travel twice.
-- reply   one text per job: 'sSTATE RUN' settled | 'lSTATE' lost, 'l-' when the job is gone
-- cost    O(jobs · log(queue))
--
-- The fence is the entry of the session's active hash with the token of the reserve. The first write is one that
-- a full Redis refuses, so that nothing is half-written.
local base, session, count = KEYS[1], ARGV[1], tonumber(ARGV[2])
local STRIDE, FIRST = 11, 3
local active, now = base .. 'active:' .. session, store_now()
local stamp = fmt(now)

local ids = {}
for i = 0, count - 1 do ids[i + 1] = ARGV[FIRST + i * STRIDE] end
local tokens = redis.call('HMGET', active, unpack(ids))
local replies, records, held, to = {}, {}, {}, {}
local release = false

local function put(name, a, b)
  local list = to[name]
  if not list then
    list = {}
    to[name] = list
  end
  list[#list + 1] = a
  if b then list[#list + 1] = b end
end

-- Not held. A repeated call finds its own attempt recorded and says settled; the attempt of a job that was
-- cancelled while it ran is recorded once, as cancelled; everything else is lost without a trace.
local function lost(at, id)
  local record = redis.call('HGET', base .. 'jobs', id)
  if not record then return 'l-' end
  local h = header(record)
  if not h then return 'la' end
  local state = runner(base, id) and 'R' or h.state
  local code, key = ARGV[at + 2], ARGV[at + 10]
  if code == 'b' then return (h.state == 'b' and 's' or 'l') .. state .. ' ' .. h.run end
  local l = lines(record)
  if string.find(l.attempts, key, 1, true) then return 's' .. state .. ' ' .. h.run end
  if h.state == 'x' and redis.call('HGET', base .. 'ended', id) == ARGV[at + 1] then
    redis.call('HDEL', base .. 'ended', id)
    local text = ARGV[at + 8]
    local attempt = string.sub(text, string.find(text, key, 1, true), -1) .. stamp .. '}'
    add_attempt(l, (string.gsub(attempt, '"outcome":"%a+"', '"outcome":"cancelled"', 1)))
    redis.call('HSET', base .. 'jobs', id, join(h, l))
  end
  return 'l' .. state
end

for i = 1, count do
  local at, id = FIRST + (i - 1) * STRIDE, ids[i]
  if tokens[i] ~= ARGV[at + 1] then
    replies[i] = lost(at, id)
  else
    local code, seq, run, finished = ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], '-'
    if code == 'c' then
      finished = stamp
      put('succeeded', id)
      put('state:completed', seq, id)
      put('done:completed', stamp .. ':' .. id)
    elseif code == 'r' or code == 's' then
      run = fmt(now + tonumber(run))
      put('delayed', run, id)
      put('state:' .. INDEX[code], seq, id)
    elseif code == 'd' or code == 'x' then
      finished = stamp
      if code == 'd' then put('failed', id) end
      put('state:' .. INDEX[code], seq, id)
      put('done:' .. INDEX[code], stamp .. ':' .. id)
    elseif code == 'b' then
      put('state:blocked', seq, id)
      local task = ARGV[at + 10]
      put('held', task)
      put('held:' .. task, id)
    else
      release = true
      put('state:available', seq, id)
    end
    if finished == '-' and ARGV[at + 6] ~= '' then put('expiry', ARGV[at + 6], id) end
    local rest = ARGV[at + 9]
    local record = ARGV[at + 7] .. run .. ' ' .. finished .. ARGV[at + 8]
    if string.byte(rest, -1) == 13 or (rest == '' and string.byte(record, -1) == 13) then
      local data = string.match(redis.call('HGET', base .. 'jobs', id), '\n([^\n]*)$')
      if rest == '' then record = string.sub(record, 1, -2) .. data else rest = string.sub(rest, 1, -2) .. data end
    end
    if rest ~= '' then record = record .. stamp .. rest end
    records[#records + 1] = id
    records[#records + 1] = record
    held[#held + 1] = id
    replies[i] = 's' .. code .. ' ' .. run
  end
end

if #held > 0 then
  redis.call('HSET', base .. 'jobs', unpack(records))
  redis.call('HDEL', active, unpack(held))
  for name, entries in pairs(to) do
    if name == 'succeeded' or name == 'failed' or string.sub(name, 1, 4) == 'held' then
      redis.call('SADD', base .. name, unpack(entries))
    elseif string.sub(name, 1, 5) == 'done:' then
      redis.call('RPUSH', base .. name, unpack(entries))
    else
      redis.call('ZADD', base .. name, unpack(entries))
    end
  end
end
if release then
  -- In front and in reverse, so that the first of the batch is again the first.
  for i = count, 1, -1 do
    local at = FIRST + (i - 1) * STRIDE
    if ARGV[at + 2] == 'a' and string.byte(replies[i]) == 115 and tokens[i] == ARGV[at + 1] then
      push(base, ids[i], ARGV[at + 5], true)
    end
  end
  wake(base, KEYS[2])
end
return replies
