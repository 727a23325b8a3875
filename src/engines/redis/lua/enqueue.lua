--- @use _record
--- @use _insert
-- enqueue: (nothing) → available or scheduled, for a batch over any queues; all or nothing.
-- KEYS[1] global base                     KEYS[2] signal channel
-- ARGV    see _insert.lua
-- reply   {now, 'n STATE RUN' created | 'e STATE RUN' existing, …} in order of the jobs
-- cost    O(jobs · log(queue)): one hash field, one list entry, two index entries per job
local now = store_now()
local replies = insert(KEYS[1], KEYS[2], 1, now)
table.insert(replies, 1, fmt(now))
return replies
