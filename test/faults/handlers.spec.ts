/** H06–H08 and H11–H16: what handlers may do to their worker (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import type { Json } from '../../src/foundation/index.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Declare, family } from './harness/scenario.ts';
import type { WorkerProcess } from './harness/worker.ts';
import { BASIC, type World } from './harness/world.ts';

const TASKS = ['result', 'thrower', 'rejecter', 'callback', 'afterwards', 'litter', 'flood', 'parent', 'mixed'];
const ODD = BASIC.replace(
  'tasks:',
  [
    'tasks:',
    ...TASKS.map((name) => `  ${name}: { handler: "./handlers/fixture-odd.ts#${name}" }`),
    '  blocker: { handler: "./handlers/fixture-odd.ts#blocker", timeout: 2s }',
    '  limit: { handler: "./handlers/fixture-odd.ts#limit", timeout: 300ms }',
  ].join('\n'),
);

/** Starts a new worker whenever one has died, as a supervisor would. @returns a function that ends that */
function supervise(world: World, first: readonly WorkerProcess[]): () => void {
  let over = false;
  const watch = (worker: WorkerProcess): void => {
    void worker.ended.then(() => {
      if (!over) watch(world.spawn());
    });
  };
  first.forEach(watch);
  return () => {
    over = true;
  };
}

async function prepared(world: World, sections = ODD): Promise<void> {
  await world.fixture('fixture-odd.ts');
  await world.manifest(sections);
}

/** One job per kind. @returns their ids by kind */
async function each(world: World, task: string, kinds: readonly string[]): Promise<Map<string, string>> {
  const ids = await world.enqueue(kinds.map((kind) => ({ task, payload: { kind } })));
  return new Map(kinds.map((kind, index) => [kind, ids[index] ?? '']));
}

const STORED: Readonly<Record<string, Json>> = {
  undefined: null,
  'inner-undefined': { b: 1 },
};
const REFUSED = [
  ...['bigint', 'circular', 'function', 'symbol', 'nan', 'infinity', 'map', 'proxy', 'toJSON'],
  ...['date', 'buffer', 'response', 'generator', 'too-large'],
];
const THROWN = ['null', 'undefined', 'false', 'zero', 'empty', 'text', 'frozen', 'getter', 'cyclic', 'huge', 'escapes'];

function endings(scenario: Declare): void {
  scenario('H06 a rejection after the return: the result is kept, the worker goes on', async (world) => {
    await prepared(world);
    const worker = await world.worker();
    const [id = ''] = await world.enqueue([{ task: 'afterwards', payload: { kind: 'reject' } }]);
    assert.equal((await world.finished(id)).result, 'kept');
    const line = await worker.logged('a promise was rejected and nobody handled it; the process goes on');
    assert.deepEqual([line['error'], line['tasks']], ['rejected after the return', tasksOfModule()]);
    await world.progresses();
    await world.exits(worker);
    await world.check({ faultless: true });
  });

  scenario('H06 an exception after the return: the result is kept, the worker ends without loss', async (world) => {
    await prepared(world);
    const worker = await world.worker();
    const [id = ''] = await world.enqueue([{ task: 'afterwards', payload: { kind: 'throw' } }]);
    assert.equal((await world.finished(id)).result, 'kept');
    await world.enqueueMany(20, { do: 'sleep', ms: 50 });
    await world.exits(worker, { code: 1, terminate: false });
    assert.match(worker.stderr, /thrown after the return/);
    await world.worker();
    await world.check({ faultless: true });
  });

  scenario('H07 results of every odd kind: one clear end each', async (world) => {
    await prepared(world);
    await world.worker();
    const ids = await each(world, 'result', [...REFUSED, ...Object.keys(STORED), 'big']);
    await world.check({ faultless: true });
    for (const [kind, id] of ids) {
      const { state, result, error, attempt } = await world.job(id);
      assert.equal(attempt, 1, kind);
      if (REFUSED.includes(kind)) assert.deepEqual([state, error?.code], ['dead', 'PAYLOAD_NOT_JSON'], kind);
      else if (kind === 'big') assert.deepEqual([state, error?.code], ['dead', 'RESULT_TOO_LARGE']);
      else assert.deepEqual([state, result], ['completed', STORED[kind]], kind);
    }
  });

  scenario('H08, H13 whatever is thrown, at once or later: a failed attempt each, told in bounds', async (world) => {
    await prepared(world);
    await world.worker();
    const ids = [...(await each(world, 'thrower', THROWN)), ...(await each(world, 'rejecter', THROWN))];
    await world.check();
    for (const [kind, id] of ids) {
      const { state, attempt, attempts, error } = await world.job(id);
      const failures = attempts.filter(({ outcome }) => outcome === 'failed').length;
      assert.deepEqual([state, attempt, failures], ['dead', 3, 3], kind);
      assert.ok(error !== null && error.message.length > 0 && error.message.length <= 4_096, kind);
      // eslint-disable-next-line no-control-regex -- that is what is looked for
      assert.doesNotMatch(JSON.stringify(error), /[\u0000-\u001f\u007f-\u009f]|\\u00[01]/, kind);
    }
  });

  scenario(
    'H13 a throw in a callback ends the worker and counts: the job is dead after its attempts',
    async (world) => {
      await prepared(world, ODD.replace('shutdownTimeout: 5s', 'shutdownTimeout: 300ms'));
      const [id = ''] = await world.enqueue([{ task: 'callback', payload: { kind: '-' } }]);
      for (let attempt = 1; attempt <= 3; attempt += 1) {
        const worker = await world.worker();
        await world.exits(worker, { code: 1, terminate: false });
      }
      const { state, attempt, error } = await world.job(id);
      assert.deepEqual([state, attempt, error?.code], ['dead', 3, 'ATTEMPT_CRASHED']);
      assert.match(error?.message ?? '', /thrown in a callback/);
      await world.worker();
      await world.progresses();
      await world.check();
    },
  );
}

function surroundings(scenario: Declare): void {
  scenario('H11 timers, sockets and detached children of handlers do not keep the worker', async (world) => {
    await prepared(world);
    const worker = await world.worker();
    const [id = ''] = await world.enqueue([{ task: 'litter', payload: { kind: '-' } }]);
    const { result } = await world.finished(id);
    const ended = world.exits(worker);
    await waitFor('the worker to end although the child has its streams', () => !worker.alive);
    // Detached means that it is the handler's business; it holds the pipes that the test reads.
    process.kill(Number(result), 'SIGKILL');
    await ended;
    await world.check({ faultless: true });
  });

  scenario('H12 a flood of output disturbs neither memory nor neighbours', async (world) => {
    await prepared(world);
    const worker = await world.worker();
    await world.enqueue(Array.from({ length: 4 }, () => ({ task: 'flood', payload: { kind: '-', mib: 8 } })));
    await world.started(4);
    await world.progresses();
    world.bounded(worker);
    await world.exits(worker);
    await world.worker();
    await world.check({ faultless: true, except: { I12: 'the flood is the output of the handler' } });
  });

  scenario('H14 success exactly at the limit, 200 times: never both', async (world) => {
    await prepared(world);
    await world.worker({ args: ['--only', 'worker', '-c', '20'] });
    const ids = await world.enqueue(
      Array.from({ length: 200 }, (_, index) => ({
        task: 'limit',
        payload: { kind: '-', ms: 297 + (index % 7) },
        options: { maxAttempts: 1 },
      })),
    );
    // The handler runs on past its hard limit and writes its end, so effects cannot tell; the records must.
    await world.check();
    for (const id of ids) {
      const { state, attempts, result, error } = await world.job(id);
      assert.equal(attempts.length, 1);
      if (state === 'completed') assert.equal(result, 'in time');
      else assert.deepEqual([state, error?.code, result], ['dead', 'ATTEMPT_TIMED_OUT', null]);
    }
  });
}

function blocks(scenario: Declare): void {
  scenario('H17 a handler that keeps the event loop past its limit has timed out; others have not', async (world) => {
    await prepared(world);
    const worker = await world.worker({ args: ['--only', 'worker', '-c', '20'] });
    for (const kind of ['at once', 'later', 'throws', 'goes on']) {
      const kinds = ['beside', kind, 'beside'];
      const ids = await world.enqueue(
        kinds.map((each) => ({ task: 'blocker', payload: { kind: each, ms: 2_500 }, options: { maxAttempts: 1 } })),
      );
      const ends = [];
      for (const id of ids) {
        const { state, result, error } = await world.finished(id);
        ends.push([state, result ?? error?.code]);
      }
      assert.deepEqual(
        ends,
        [
          ['completed', 'in time'],
          ['dead', 'ATTEMPT_TIMED_OUT'],
          ['completed', 'in time'],
        ],
        kind,
      );
      const line = await worker.logged('a hard limit passed unseen: a handler kept the event loop');
      assert.equal(line['task'], 'blocker');
    }
    await world.check();
  });
}

function crashes(scenario: Declare): void {
  scenario('H15 children enqueued, then a crash: each child once', async (world) => {
    await prepared(world);
    const first = await world.worker();
    const parents = await world.enqueueMany(8, { kind: '-' }, {}, 'parent');
    await first.ended;
    await world.worker();
    await world.check({ duplicates: 10, recoveryLooks: 30 });
    const children = [...(await world.allJobs()).values()].filter(({ parentId }) => parentId !== null);
    assert.equal(children.length, parents.length, 'I14 (idempotent enqueue)');
    assert.deepEqual(children.map(({ parentId }) => parentId).sort(), [...parents].sort());
  });

  scenario('H16 one per cent of poison: it is buried, everything else succeeds', async (world) => {
    await prepared(world, ODD.replace('maxAttempts: 3', 'maxAttempts: 5'));
    const stop = supervise(world, await Promise.all([world.worker(), world.worker()]));
    const poisonous = new Set([world.random.between(10, 120), world.random.between(130, 280)]);
    const kinds = Array.from({ length: 300 }, (_, index) => (poisonous.has(index) ? 'poison' : 'honest'));
    const ids = await world.enqueue(kinds.map((kind) => ({ task: 'mixed', payload: { kind, ms: 30 } })));
    await world.settled();
    stop();
    for (const [index, id] of ids.entries()) {
      const { state, error, rescues } = await world.job(id);
      if (kinds[index] === 'poison') assert.deepEqual([state, error?.code, rescues], ['dead', 'ATTEMPT_CRASHED', 3]);
      else assert.equal(state, 'completed', `honest job ${index} after ${rescues} rescues: ${error?.message}`);
    }
    await world.progresses();
    await world.check({ recoveryLooks: 30 });
  });
}

/** The tasks whose handlers live in that module: an error is told with all of them. */
function tasksOfModule(): string[] {
  return [...TASKS, 'blocker', 'limit'];
}

family('Handlers', (scenario) => {
  endings(scenario);
  surroundings(scenario);
  blocks(scenario);
  crashes(scenario);
});
