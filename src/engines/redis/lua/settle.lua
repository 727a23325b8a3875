--- @use _record
-- settle: running → what the outcomes say, for a batch of one session, fenced.
-- KEYS[1] queue base                      KEYS[2] signal channel
-- ARGV[1] session · [2] how many · then 8 per job:
--   id · token of the lease · code (c completed, d dead, r retryable, s scheduled, x cancelled, a released, b blocked)
--   · seq · A: record up to FINISHED (for r and s: up to RUN) · B: from after FINISHED up to the attempt's finishedAt
--   · C: the rest ('' = B is all and no attempt is recorded) · extra: '' or 'EXPIRES ARG', with expiresAt or - and
--     for r and s the delay in ms from now, for a the priority, for b the task
--   A text that ends with \r keeps line 7 of the stored record: a big payload does not travel twice.
-- reply   one text per job: 'sSTATE RUN' settled | 'lSTATE' lost, 'l-' when the job is gone
-- cost    O(jobs · log(queue))
--
-- The fence is the entry of the session's active hash with the token of the reserve. The first write is one that
-- a full Redis refuses, so that nothing is half-written.
local base, session, count = KEYS[1], ARGV[1], tonumber(ARGV[2])
local STRIDE, FIRST = 8, 3
local active, now = base .. 'active:' .. session, store_now()
local stamp = fmt(now)

local ids = {}
for i = 0, count - 1 do ids[i + 1] = ARGV[FIRST + i * STRIDE] end
local tokens = redis.call('HMGET', active, unpack(ids))
local replies, records, held, to = {}, {}, {}, {}
local completed, completed_done = {}, {}
local released = {}

local function put(name, a, b)
  local list = to[name]
  if not list then
    list = {}
    to[name] = list
  end
  list[#list + 1] = a
  if b then list[#list + 1] = b end
end

local function stored_data(id)
  return string.match(redis.call('HGET', base .. 'jobs', id), '\n([^\n]*)$')
end

-- Not held. A repeated call finds its own attempt recorded and says settled; the attempt of a job that was
-- cancelled while it ran is recorded once, as cancelled; everything else is lost without a trace.
local function lost(at, id)
  local record = redis.call('HGET', base .. 'jobs', id)
  if not record then return 'l-' end
  local h = header(record)
  if not h then return 'la' end
  local state = runner(base, id) and 'R' or h.state
  local code, text = ARGV[at + 2], ARGV[at + 5]
  if code == 'b' then return (h.state == 'b' and 's' or 'l') .. state .. ' ' .. h.run end
  local l = lines(record)
  local attempt = string.match(text, '.*({"number":%d+,"worker":"[^"]*","startedAt":.*)$')
  local key = string.match(attempt, '^.-"outcome":"%a+"')
  if string.find(l.attempts, key, 1, true) then return 's' .. state .. ' ' .. h.run end
  if h.state == 'x' and redis.call('HGET', base .. 'ended', id) == ARGV[at + 1] then
    redis.call('HDEL', base .. 'ended', id)
    add_attempt(l, string.gsub(attempt, '"outcome":"%a+"', '"outcome":"cancelled"', 1) .. stamp .. '}')
    redis.call('HSET', base .. 'jobs', id, join(h, l))
  end
  return 'l' .. state
end

for i = 1, count do
  local at, id = FIRST + (i - 1) * STRIDE, ids[i]
  if tokens[i] ~= ARGV[at + 1] then
    replies[i] = lost(at, id)
  else
    local code, seq, run, finished, rest = ARGV[at + 2], ARGV[at + 3], '', '-', ARGV[at + 6]
    if code == 'c' then
      finished = stamp
      completed[#completed + 1] = seq
      completed[#completed + 1] = id
      completed_done[#completed_done + 1] = stamp .. ':' .. id
    elseif code == 'd' or code == 'x' then
      finished = stamp
      if code == 'd' then put('failed', id) end
      put('state:' .. INDEX[code], seq, id)
      put('done:' .. INDEX[code], stamp .. ':' .. id)
    else
      local expires, arg = string.match(ARGV[at + 7], '^(%S+) (.*)$')
      put('state:' .. INDEX[code], seq, id)
      if expires ~= '-' then put('expiry', expires, id) end
      if code == 'b' then
        put('held', arg)
        put('held:' .. arg, id)
      elseif code == 'a' then
        table.insert(released, { id = id, priority = arg })
      else
        run = fmt(now + tonumber(arg))
        put('delayed', run, id)
      end
    end
    local record
    if rest == '' then
      record = ARGV[at + 4] .. run .. (run == '' and '' or ' ') .. finished .. ARGV[at + 5]
      if string.byte(record, -1) == 13 then record = string.sub(record, 1, -2) .. stored_data(id) end
    else
      if string.byte(rest, -1) == 13 then rest = string.sub(rest, 1, -2) .. stored_data(id) end
      if run == '' then
        record = ARGV[at + 4] .. finished .. ARGV[at + 5] .. stamp .. rest
      else
        record = ARGV[at + 4] .. run .. ' ' .. finished .. ARGV[at + 5] .. stamp .. rest
      end
    end
    local n = #held
    records[2 * n + 1] = id
    records[2 * n + 2] = record
    held[n + 1] = id
    replies[i] = run == '' and 's' .. code or 's' .. code .. ' ' .. run
  end
end

if #held > 0 then
  redis.call('HSET', base .. 'jobs', unpack(records))
  redis.call('HDEL', active, unpack(held))
  if #completed > 0 then
    redis.call('ZADD', base .. 'state:completed', unpack(completed))
    redis.call('RPUSH', base .. 'done:completed', unpack(completed_done))
    local succeeded = {}
    for i = 2, #completed, 2 do succeeded[i / 2] = completed[i] end
    redis.call('SADD', base .. 'succeeded', unpack(succeeded))
  end
  for name, entries in pairs(to) do
    if name == 'failed' or string.sub(name, 1, 4) == 'held' then
      redis.call('SADD', base .. name, unpack(entries))
    elseif string.sub(name, 1, 5) == 'done:' then
      redis.call('RPUSH', base .. name, unpack(entries))
    else
      redis.call('ZADD', base .. name, unpack(entries))
    end
  end
end
-- In front and in reverse, so that the first of the batch is again the first.
for i = #released, 1, -1 do push(base, released[i].id, released[i].priority, true) end
if #released > 0 then wake(base, KEYS[2]) end
return replies
