/** Whether the file agrees with itself: reads all of it, which takes seconds for a million jobs. */
import { statSync } from 'node:fs';
import type { StoreCheck } from '../../engine/index.ts';
import { counted, formatDuration } from '../../foundation/index.ts';
import { type Examination, fail, guarded, ok, warn } from './check.ts';
import { astray, differingCounters, lostPasses, missingTags, orphanTags, ownerless } from './disagreements.ts';
import { IS_OVER, type Moment, overAt } from './moment.ts';
import { IS_RUNNING } from './schema.ts';
import type { Store } from './store.ts';
import { consequences } from './undelivered.ts';

const REPAIRABLE = '`skep doctor --store --repair` puts it right.';
/** Problems of an integrity check that are told: one is as bad as a hundred. */
const PROBLEMS = 5;

const version: Examination = (store) => ok('version', `SQLite ${String(store.get('SELECT sqlite_version()')?.[0])}`);

const integrity: Examination = (store) => {
  const problems = store.all(`PRAGMA integrity_check(${PROBLEMS})`).map((row) => String(row[0]));
  if (problems.join() === 'ok') return ok('integrity', 'every page and index is sound');
  return fail('integrity', `the file is damaged: ${problems.join('; ')}`, 'Restore the file from a backup.');
};

const counters: Examination = (store) => {
  const queues = differingCounters(store).map(({ queue }) => queue);
  if (queues.length === 0) return ok('counters', 'agree with the jobs');
  return warn('counters', `the counters of ${queues.join(', ')} differ from the jobs there`, REPAIRABLE);
};

const tags: Examination = (store) => {
  const [orphans, missing] = [orphanTags(store), missingTags(store)];
  if (orphans + missing === 0) return ok('tags', 'agree with the jobs');
  return warn('tags', `tags that lead to no job: ${orphans}, tags of jobs that are not listed: ${missing}`, REPAIRABLE);
};

/** Jobs that run by the file, and nobody will settle or rescue. */
const leases: Examination = (store, moment) => {
  const lost = ownerless(store).reduce((sum, { jobs }) => sum + jobs, 0);
  if (lost > 0)
    return warn(
      'leases',
      `${counted(lost, 'job runs', 'jobs run')} under a process that the store does not know`,
      REPAIRABLE,
    );
  const [row] = store.all(
    `SELECT count(*), min(lease_until) FROM processes JOIN jobs INDEXED BY jobs_running ON owner = number
     WHERE ${IS_RUNNING} AND ${IS_OVER}`,
    ...overAt(moment),
  );
  const stuck = Number(row?.[0]);
  if (stuck === 0) return ok('leases', 'every running job has a living process');
  const age = formatDuration(Math.max(0, moment.now - Number(row?.[1])));
  return warn(
    'leases',
    `${counted(stuck, 'job waits', 'jobs wait')} since ${age} to be taken back`,
    'Start a worker: it takes them back.',
  );
};

/** Room that nobody uses and nobody gives back, and jobs that wait before a gate without waiting. */
const gates: Examination = (store) => {
  const passes = lostPasses(store).reduce((sum, owner) => sum + owner.passes, 0);
  const held = astray(store);
  if (passes + held === 0) return ok('gates', 'agree with the jobs');
  return warn('gates', `passes that belong to no attempt: ${passes}, held jobs that do not wait: ${held}`, REPAIRABLE);
};

/** A minute covers what time servers correct. */
const CLOCK_TOLERANCE_MS = 60_000;

const clock: Examination = (store, { now }) => {
  const newest = store.number('SELECT created_at FROM jobs ORDER BY seq DESC LIMIT 1');
  const ahead = Math.max(newest, store.number('SELECT max(seen_at) FROM processes')) - now;
  if (ahead <= CLOCK_TOLERANCE_MS) return ok('clock', 'not behind what was written before');
  const hint = 'Set the clock by a time server; delayed jobs fall due by it.';
  return warn('clock', `the clock stands ${formatDuration(ahead)} before what was written last`, hint);
};

const OTHERS = 0o077;

const privacy: Examination = (store) => {
  if (store.memory) return ok('privacy', 'held in memory');
  const mode = statSync(store.path).mode & 0o777;
  if ((mode & OTHERS) === 0) return ok('privacy', 'only its owner can open the file');
  const hint = `If that is not meant: chmod 600 ${store.path}* (a file that Skep makes has these rights).`;
  return warn(
    'privacy',
    `other users of this host can open the file (mode ${mode.toString(8)}), payloads and all`,
    hint,
  );
};

const EXAMINATIONS: Readonly<Record<string, Examination>> = {
  version,
  privacy,
  integrity,
  counters,
  tags,
  leases,
  gates,
  consequences,
  clock,
};

/** Never throws: what fails is a check that failed. */
export function examineStore(store: Store, moment: Moment): StoreCheck[] {
  return Object.entries(EXAMINATIONS).map(([name, examination]) => guarded(name, () => examination(store, moment)));
}
