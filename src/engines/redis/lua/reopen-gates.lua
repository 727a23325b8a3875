--- @use _record
--- @use _gates
-- reopen-gates: circuits are closed, and what was shut is open again. Who waits is let go of by open-gates.
-- KEYS[1] base of their home
-- ARGV    names of gates, as JSON has them
-- reply   nothing
-- cost    O(gates)
for _, gate in ipairs(ARGV) do
  redis.call('HDEL', KEYS[1] .. 'circuits', gate)
  expect_at(KEYS[1], gate, store_now())
end
