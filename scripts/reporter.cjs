/**
 * mocha's own spec reporter (quiet about passes with SKEP_QUIET), plus the closing line that CI reads. Under
 * `npm test`, which sums up several runs, the numbers go to the file SKEP_TALLY instead, with what failed and why.
 *
 * A rejection that nobody has handled by the end is a failure: mocha itself says nothing of it.
 */
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { reporters, Runner } = require('mocha');

const ROOT = path.dirname(require.resolve('../package.json'));
const Base = process.env.SKEP_QUIET ? reporters.Dot : reporters.Spec;

module.exports = class Closing extends Base {
  #unhandled = new Map();
  #failed = [];
  /** Seconds of processor time per file. */
  #cost = {};

  constructor(runner, options) {
    super(runner, options);
    process.on('unhandledRejection', (reason, promise) => this.#unhandled.set(promise, reason));
    process.on('rejectionHandled', (promise) => this.#unhandled.delete(promise));
    runner.on(Runner.constants.EVENT_TEST_FAIL, (test, error) => {
      this.#failed.push(`${test.fullTitle()}\n${error?.stack ?? error}`);
    });
    let counted = cpuSeconds();
    runner.on(Runner.constants.EVENT_SUITE_END, ({ parent, file }) => {
      if (!parent?.root) return;
      const now = cpuSeconds();
      this.#cost[path.relative(ROOT, file)] = (this.#cost[path.relative(ROOT, file)] ?? 0) + now - counted;
      counted = now;
    });
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      for (const reason of this.#unhandled.values()) {
        const told = `unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}`;
        process.stdout.write(`\n${told}\n`);
        this.#failed.push(told);
        runner.failures += 1;
        this.stats.failures += 1;
      }
      const { passes, failures, pending } = this.stats;
      const tally = process.env.SKEP_TALLY;
      const counts = { passes, failures, pending };
      const told = { ...counts, failed: this.#failed, cpuSeconds: cpuSeconds(), cost: this.#cost, pid: process.pid };
      if (tally) writeFileSync(tally, JSON.stringify(told));
      else process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
};

/** Processor time of this process and of its children that have ended, where the system tells (proc(5), 100 ticks a second). */
function cpuSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return 0;
  }
}
