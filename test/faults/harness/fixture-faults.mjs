/**
 * Loaded with `--import` before the program of a worker process: arms fault points and moves its wall clock.
 *
 *   SKEP_FAULTS   JSON list of { point, nth, act }: at the nth time that `point` (src/foundation/fault-points.ts) is
 *                 reached: kill (SIGKILL), stop (SIGSTOP), or block:MS (the event loop does nothing for so long)
 *   SKEP_CLOCK    JSON { offsetMs, jumps: [{ afterMs, offsetMs }] }: Date is off by so much, and changes later
 *   SKEP_LEDGER   where kills and stops are written down, and each look for the jobs of dead processes
 *
 * It also runs in the process' threads, where only the clock is moved.
 */
import { openSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';

const faults = JSON.parse(process.env.SKEP_FAULTS ?? '[]');
const clock = JSON.parse(process.env.SKEP_CLOCK ?? 'null');

if (clock) moveClock(clock);
if (isMainThread) armFaults();

function armFaults() {
  const ledger = openSync(process.env.SKEP_LEDGER, 'a');
  const note = (kind) =>
    writeSync(ledger, `${kind} - - ${process.pid} ${Number(process.hrtime.bigint() / 1000n) / 1000}\n`);
  const seen = new Map();
  globalThis[Symbol.for('skep.test.fault-points')] = (point) => {
    const times = (seen.get(point) ?? 0) + 1;
    seen.set(point, times);
    if (point === 'rescue.looked') note('look');
    for (const fault of faults) if (fault.point === point && fault.nth === times) act(fault.act, note);
  };
}

function act(what, note) {
  if (what === 'kill') {
    note('kill');
    process.kill(process.pid, 'SIGKILL');
  } else if (what === 'stop') {
    note('stall');
    process.kill(process.pid, 'SIGSTOP');
  } else {
    const end = performance.now() + Number(what.split(':')[1]);
    note('stall');
    while (performance.now() < end);
    note('resume');
  }
}

function moveClock({ offsetMs = 0, jumps = [] }) {
  const RealDate = Date;
  const realNow = RealDate.now;
  const begin = performance.now();
  const offset = () => {
    const passed = performance.now() - begin;
    return jumps.reduce((now, jump) => (passed >= jump.afterMs ? jump.offsetMs : now), offsetMs);
  };
  const now = () => realNow() + offset();
  globalThis.Date = class Date extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given));
    }
    static now() {
      return now();
    }
  };
}
