--- @use _record
--- @use _gates
--- @use _insert
--- @use _insert-one
-- enqueue: (nothing) → available or scheduled, for a batch over any queues of one server; all or nothing.
-- KEYS[1] base of a queue                 KEYS[2] its channel
-- ARGV    see _insert.lua
-- reply   'n STATE RUN' of the new jobs of each template, newline-separated: all are new, and no queue got its first job
--         or {1 when a queue got its first job ever, {'n STATE RUN' of each template}, exceptions, see _insert.lua}
--         or, when an id is that of another task's job: {2, the id, that task}, and nothing is stored; {3, id of the job that has its key, its task} likewise
-- cost    O(jobs · log(queue)): one hash field, one list entry, two index entries per job
local one = insert_one(1)
if one then return one end
local created, existing, fresh, holder = insert(ARGV, 1)
if holder then return { 3, holder, fresh } end
if not created then return { 2, existing, fresh } end
if not fresh and #existing == 0 then return table.concat(created, '\n') end
return { fresh and 1 or 0, created, existing }
