/** The contract of src/engine, run against every engine. One file per verb; see harness.ts. */
import { TARGETS } from '../support/engines.ts';
import { agreementTests } from './agreement.ts';
import { annotateTests } from './annotate.ts';
import { auditTests } from './audit.ts';
import { boundsTests } from './bounds.ts';
import { changeTests } from './change.ts';
import { claimTests } from './claim.ts';
import { consequenceTests } from './consequences.ts';
import { consumeTests } from './consume.ts';
import { enqueueTests } from './enqueue.ts';
import { expireTests } from './expire.ts';
import type { EngineHarness } from './harness.ts';
import { inForceTests } from './in-force.ts';
import { inspectTests } from './inspect.ts';
import { lifeTests } from './life.ts';
import { moveTests } from './move.ts';
import { onceTests } from './once.ts';
import { pauseTests } from './pause.ts';
import { prioritizeTests } from './prioritize.ts';
import { processTests } from './processes.ts';
import { promoteTests } from './promote.ts';
import { pruneTests } from './prune.ts';
import { rescueTests } from './rescue.ts';
import { restoreTests } from './restore.ts';
import { resultTests } from './results.ts';
import { revisionTests } from './revisions.ts';
import { runTests } from './runs.ts';
import { runAheadTests } from './runs-ahead.ts';
import { runNextTests } from './runs-next.ts';
import { strangerTests } from './runs-strangers.ts';
import { runBoundTests } from './runs-bounds.ts';
import { scheduleTests } from './schedules.ts';
import { settleTests } from './settle.ts';
import { severalProcessesTests } from './several-processes.ts';
import { shardTests } from './shards.ts';
import { signalTests } from './signals.ts';
import { statTests } from './stats.ts';
import { turnTests } from './turns.ts';
import { shareTests } from './turns-shares.ts';
import { unblockTests } from './unblock.ts';
import { faultTests } from './faults.ts';
import { feedTests } from './feed.ts';
import { gatesTests } from './gates.ts';
import { circuitsTests } from './gates-circuits.ts';
import { conflictsTests } from './gates-conflicts.ts';
import { manyHeldTests } from './gates-many.ts';
import { modelTests } from './gates-model.ts';
import { namedGatesTests } from './gates-named.ts';
import { stuckTests } from './gates-stuck.ts';
import { standingTests } from './gates-standing.ts';
import { ratesTests } from './gates-rates.ts';
import { holdsTests } from './holds.ts';
import { uniqueTests } from './unique.ts';
import { uniqueEndTests } from './unique-ends.ts';
import { uniqueReplaceTests } from './unique-replace.ts';

const VERBS: readonly ((harness: EngineHarness) => void)[] = [
  enqueueTests,
  consumeTests,
  consequenceTests,
  restoreTests,
  settleTests,
  annotateTests,
  promoteTests,
  rescueTests,
  expireTests,
  lifeTests,
  unblockTests,
  feedTests,
  faultTests,
  gatesTests,
  namedGatesTests,
  ratesTests,
  holdsTests,
  turnTests,
  shareTests,
  uniqueTests,
  uniqueReplaceTests,
  uniqueEndTests,
  conflictsTests,
  circuitsTests,
  standingTests,
  stuckTests,
  manyHeldTests,
  modelTests,
  pruneTests,
  resultTests,
  inspectTests,
  boundsTests,
  changeTests,
  moveTests,
  prioritizeTests,
  pauseTests,
  runTests,
  strangerTests,
  runAheadTests,
  runNextTests,
  runBoundTests,
  scheduleTests,
  inForceTests,
  processTests,
  signalTests,
  claimTests,
  revisionTests,
  statTests,
  onceTests,
  auditTests,
  shardTests,
  severalProcessesTests,
  agreementTests,
];

for (const harness of TARGETS) {
  describe(`engine ${harness.name}`, () => {
    beforeEach(function () {
      const title = this.currentTest?.titlePath().slice(1).join(' ');
      if (harness.skip.some((exception) => exception.test === title)) this.skip();
    });

    it('skips only tests that exist', function () {
      const titles: string[] = [];
      this.test?.parent?.eachTest((test) => titles.push(test.titlePath().slice(1).join(' ')));
      const unknown = harness.skip.filter((exception) => !titles.includes(exception.test) || exception.reason === '');
      if (unknown.length > 0) throw new Error(`skips without a test or reason: ${JSON.stringify(unknown)}`);
    });

    for (const verb of VERBS) verb(harness);
  });
}
