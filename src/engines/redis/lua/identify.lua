--- @use _record
-- identify: dead jobs that a process of a former version has buried are looked for, and given their fingerprints.
-- KEYS[1] queue base                      KEYS[2] its channel
-- ARGV    to look: at most so many · bytes of records after which it ends early
--         to give: where the look has ended · per job: id · error as it was read · fingerprint
-- reply   to look: {where it has ended, '' when nothing is to be done, id, error in JSON, …}; to give: how many were given theirs
-- cost    O(jobs · log(queue)); a queue that was gone through costs one look
--   identified: the score in `states` up to which all are identified; `all`
local base = KEYS[1]

local function look(limit, budget)
  local from = redis.call('GET', base .. 'identified') or fmt(RANK.d * SPAN)
  if from == 'all' then return { '' } end
  local found = redis.call('ZRANGEBYSCORE', base .. 'states', from, '(' .. fmt((RANK.d + 1) * SPAN), 'WITHSCORES', 'LIMIT', 0, limit)
  local reply = { #found < limit * 2 and 'all' or '' }
  for i = 1, #found, 2 do
    if budget <= 0 then
      reply[1] = ''
      break
    end
    local record = redis.call('HGET', base .. 'jobs', found[i])
    if record then budget = budget - #record end
    if record and header(record) and not fault_of(record) then
      reply[#reply + 1] = found[i]
      reply[#reply + 1] = string.match(lines(record).err, '^"error":(.*),$')
    end
    from = '(' .. fmt(tonumber(found[i + 1]))
  end
  if reply[1] == '' then reply[1] = from end
  return reply
end

local function give(id, err, fingerprint)
  local record = redis.call('HGET', base .. 'jobs', id)
  local h = record and header(record)
  if not h or h.state ~= 'd' then return 0 end
  local l = lines(record)
  -- It was retried, and has died of something else since.
  if l.err ~= '"error":' .. err .. ',' then return 0 end
  l.err = '"error":{"fingerprint":"' .. fingerprint .. '",' .. string.sub(err, 2) .. ','
  redis.call('HSET', base .. 'jobs', id, join(h, l))
  note_death(base, fingerprint, task_of(record), h.seq, id, h.finished)
  return 1
end

if #ARGV == 2 then return look(tonumber(ARGV[1]), tonumber(ARGV[2])) end
local given = 0
for i = 2, #ARGV, 3 do given = given + give(ARGV[i], ARGV[i + 1], ARGV[i + 2]) end
redis.call('SET', base .. 'identified', ARGV[1])
return given
