/**
 * A process that writes without rest and says what was acknowledged: enqueues batches, runs them, cancels some.
 * Arguments: the file, the log of what it did (`-`: sent to the parent instead), a seed. Lines, each written at once:
 *
 *   offered N id,id,…   before the call           acked N     after it
 *   done id · cancelled id    acknowledged        error CODE  a call was refused
 */
import { openSync, writeSync } from 'node:fs';
import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { newId, SkepError, systemClock } from '../../../src/foundation/index.ts';
import { INFO } from '../../conformance/hand.ts';
import { newJob } from '../../support/new-job.ts';
import { lasting } from '../harness/lasting.ts';
import { Random } from '../harness/random.ts';
import { openWatched } from './watched.ts';

const [file = '', logFile = '', seed = '1'] = process.argv.slice(2);
const random = new Random(Number(seed));
const log = logFile === '-' ? undefined : openSync(logFile, 'a');
const say = (line: string): unknown => (log === undefined ? process.send?.(line) : writeSync(log, `${line}\n`));
let batches = 0;

// A file size limit is one way to make writes fail (damage.spec.ts).
process.on('SIGXFSZ', () => undefined);

async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    say(`error ${error instanceof SkepError ? error.code : String(error)}`);
    await lasting(20);
  }
}

async function produce(engine: Engine): Promise<never> {
  for (;;) {
    await attempt(async () => {
      const batch = (batches += 1);
      const payload = 'x'.repeat(random.between(0, 300));
      const tags = batch % 3 === 0 ? ['t'] : [];
      const jobs = Array.from({ length: random.between(1, 20) }, () => newJob({ payload, tags }));
      say(`offered ${batch} ${jobs.map(({ id }) => id).join(',')}`);
      await engine.jobs.enqueue(jobs);
      say(`acked ${batch}`);
      const victim = jobs[0]?.id ?? '';
      if (batch % 5 !== 0) return;
      const [receipt] = await engine.jobs.cancel([victim], 'test');
      if (receipt?.status === 'done') say(`cancelled ${victim}`);
    });
    await lasting(random.between(0, 12));
  }
}

function consume(engine: Engine): void {
  let active = 0;
  engine.queues.consume(
    'default',
    {
      permit: () => 8 - active,
      onSettled: (lease, _outcome, { status }) => {
        active -= 1;
        if (status === 'settled') say(`done ${lease.job.id}`);
      },
      onTrouble: (error) => say(`error ${error instanceof SkepError ? error.code : String(error)}`),
    },
    async () => {
      active += 1;
      await lasting(1);
      return { outcome: { kind: 'complete', result: 1 }, traceId: null, spanId: null, progress: null, logs: [] };
    },
  );
}

const { engine, store } = await openWatched({ path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId });
// Often, so that kills fall into write-backs too.
store.exec('PRAGMA wal_autocheckpoint = 60');
await engine.fleet.join({ ...INFO, pid: process.pid });
consume(engine);
say('ready');
await Promise.all([produce(engine), produce(engine)]);
