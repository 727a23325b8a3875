/**
 * mocha's own spec reporter (quiet about passes with SKEP_QUIET), plus the closing line that CI reads. Under
 * `npm test`, which sums up several runs, the numbers go to the file SKEP_TALLY instead.
 */
const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

const Base = process.env.SKEP_QUIET ? reporters.Dot : reporters.Spec;

module.exports = class Closing extends Base {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const tally = process.env.SKEP_TALLY;
      if (tally) writeFileSync(tally, JSON.stringify({ passes, failures, pending }));
      else process.stdout.write(`\n${passes} passed, ${failures} failed, ${pending} skipped\n`);
    });
  }
};
