--- @use _record
--- @use _insert
-- enqueue: (nothing) → available or scheduled, for a batch over any queues of one server; all or nothing.
-- KEYS[1] base of a queue                 KEYS[2] its channel
-- ARGV    see _insert.lua
-- reply   {1 when a queue got its first job ever, 'n STATE RUN' created | 'e STATE RUN' existing, …} in order of the jobs
-- cost    O(jobs · log(queue)): one hash field, one list entry, two index entries per job
local replies, fresh = insert(1, store_now())
table.insert(replies, 1, fresh and '1' or '0')
return replies
