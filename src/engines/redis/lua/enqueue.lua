--- @use _record
--- @use _gates
--- @use _insert
--- @use _insert-one
-- enqueue: (nothing) → available or scheduled, for a batch over any queues of one server; all or nothing.
-- KEYS[1] base of a queue                 KEYS[2] its channel
-- ARGV    see _insert.lua
-- reply   'n STATE RUN' of the new jobs of each template, newline-separated: all are new, and no queue got its first job
--         or {1 when a queue got its first job ever, {'n STATE RUN' of each template}, {number of a job that exists, 'e STATE RUN', …}}
--         or, when an id is that of another task's job: {2, the id, that task}, and nothing is stored
-- cost    O(jobs · log(queue)): one hash field, one list entry, two index entries per job
local one = insert_one()
if one then return one end
local created, existing, fresh = insert(1)
if not created then return { 2, existing, fresh } end
if not fresh and #existing == 0 then return table.concat(created, '\n') end
return { fresh and 1 or 0, created, existing }
