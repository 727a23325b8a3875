/** An error outside of any job: the process ends in good order, or goes on, and nothing of its traces is lost untold. */
import { strict as assert } from 'node:assert';
import { Receiver } from '../support/receiver.ts';
import { SpanReceiver } from '../support/span-receiver.ts';
import type { LogLine } from '../support/skep-process.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Declare, familyOn } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const THROWN = 'an error was thrown outside of any job; the process stops';
const REJECTED = 'a promise was rejected and nobody handled it; the process goes on';

/** What its module leaves behind: something that fails when the test says so, by a timer until the process is gone. */
const STRAY = `
process.on('SIGUSR2', () => setInterval(() => { throw new Error('thrown by nobody'); }, 1));
process.on('SIGWINCH', () => { void Promise.reject(new Error('rejected by nobody')); });
export default () => 'done';
`;

const MANIFEST = `${BASIC.replace('shutdownTimeout: 5s', 'shutdownTimeout: 2m').replace(
  'tasks:',
  'tasks:\n  stray: { handler: ./handlers/stray.mjs }',
)}telemetry: { traces: { exporter: otlp, sample: 1 } }\n`;

/** The exporter's own limits end no process, and nothing leaves by itself but full portions: at the end some are on their way, others wait. */
const HOURS = '36000000';
const HELD = {
  ...{ OTEL_BSP_EXPORT_TIMEOUT: HOURS, OTEL_EXPORTER_OTLP_TIMEOUT: HOURS },
  ...{ OTEL_BSP_SCHEDULE_DELAY: HOURS, OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '8' },
};

const JOBS = 20;
/** That run when it happens. */
const LATE = 5;
/** Of a backend that takes them: the first ones are there before. */
const SOON = { OTEL_BSP_SCHEDULE_DELAY: '1000' };

/** A worker that has done all of JOBS jobs. @returns it and the ids */
async function worked(world: World, env: Readonly<Record<string, string>>): Promise<[WorkerProcess, string[]]> {
  await world.handler('stray.mjs', STRAY);
  await world.manifest(MANIFEST);
  const worker = await world.worker({ env });
  const ids = await world.enqueueMany(JOBS, { do: 'ok' });
  for (const id of ids) await world.finished(id);
  return [worker, ids];
}

const linesOf = (worker: WorkerProcess, message: string): readonly LogLine[] =>
  worker.log().filter(({ msg }) => msg === message);

/** One line that says what it was and where it comes from. */
function assertToldOnce(worker: WorkerProcess, message: string, error: string): void {
  const [line, ...more] = linesOf(worker, message);
  assert.deepEqual([line?.level, line?.['error'], line?.['tasks'], more], ['error', error, ['stray'], []]);
  assert.match(String(line?.['stack']), /stray\.mjs/);
}

/** Every job has the span of its attempt there, once; the last of them may have been sent by a process that is gone. */
async function allThere(receiver: SpanReceiver, { pid }: WorkerProcess, ids: readonly string[]): Promise<void> {
  const there = (): readonly unknown[] => {
    const attempts = receiver.spans(pid).filter(({ name }) => name === 'process work');
    return attempts.map(({ attributes }) => attributes['messaging.message.id']).sort();
  };
  await waitFor('the spans of all attempts', () => there().length >= ids.length);
  assert.deepEqual(there(), [...ids].sort());
}

function arriving(scenario: Declare): void {
  scenario('an exception: exit 1, and what has ended until then and until the stop is over arrives', async (world) => {
    const receiver = await SpanReceiver.start();
    try {
      const [worker, ids] = await worked(world, { ...SOON, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
      await allThere(receiver, worker, ids);
      const late = await world.enqueueMany(LATE, { do: 'sleep', ms: 300 });
      await world.started(JOBS + LATE);
      worker.signal('SIGUSR2');
      await world.exits(worker, { code: 1, terminate: false });
      assertToldOnce(worker, THROWN, 'thrown by nobody');
      await allThere(receiver, worker, [...ids, ...late]);
      await world.check({ faultless: true });
    } finally {
      await receiver.close();
    }
  });

  scenario('a rejection: the process goes on, and what has ended arrives when it is stopped', async (world) => {
    const receiver = await SpanReceiver.start();
    try {
      const [worker, ids] = await worked(world, { ...SOON, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url });
      await allThere(receiver, worker, ids);
      worker.signal('SIGWINCH');
      await worker.logged(REJECTED);
      const more = await world.enqueueMany(3, { do: 'ok' });
      for (const id of more) await world.finished(id);
      await world.exits(worker);
      assertToldOnce(worker, REJECTED, 'rejected by nobody');
      await allThere(receiver, worker, [...ids, ...more]);
      await world.check({ faultless: true });
    } finally {
      await receiver.close();
    }
  });
}

function missing(scenario: Declare): void {
  for (const [kind, answer] of [
    ['never answers', 'hang'],
    ['breaks off', 'reset'],
    ['refuses', { status: 503, headers: { 'retry-after': '3600' } }],
  ] as const) {
    scenario(
      `an exception, before a backend that ${kind}: exit 1, and every span is counted as lost`,
      async (world) => {
        const receiver = await new Receiver().start();
        receiver.answers = [answer];
        try {
          const env = { ...HELD, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
          const [worker] = await worked(world, env);
          worker.signal('SIGUSR2');
          await world.exits(worker, { code: 1, terminate: false });
          assertToldOnce(worker, THROWN, 'thrown by nobody');
          const [line, ...more] = worker.log().filter(({ event }) => event === 'tracing.lost');
          assert.deepEqual([line?.level, more], ['warn', []]);
          // Of each job that of its attempt, and that of its wait where it was a millisecond.
          const lost = Number(line?.['droppedSpans']);
          assert.ok(lost >= JOBS && lost <= 2 * JOBS, line?.msg);
          await world.check({ faultless: true });
        } finally {
          await receiver.stop();
        }
      },
    );
  }
}

familyOn(ANY_ENGINE, 'An error that nobody caught', (scenario) => {
  arriving(scenario);
  missing(scenario);
});
