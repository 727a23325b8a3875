import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { bindTasks, type BindingPlaces, HandlerLoader } from '../../../src/binding/index.ts';
import type { HandlerContext } from '../../../src/core/index.ts';
import type { JsonObject } from '../../../src/foundation/index.ts';
import type { Manifest, TaskSpec } from '../../../src/manifest/index.ts';
import { newShared } from '../../support/resources.ts';

const FOLDER = fileURLToPath(new URL('../../support/handlers', import.meta.url));
const FIXTURE = join(FOLDER, 'fixture.ts');

function places(): BindingPlaces {
  return { shared: newShared(), apart: () => Promise.reject(new Error('nothing runs apart here')) };
}

describe('bindTasks', () => {
  let cache: string;
  let loader: HandlerLoader;

  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'skep-bind-'));
    loader = new HandlerLoader({ root: FOLDER, folder: cache });
  });

  afterEach(() => rm(cache, { recursive: true, force: true }));

  function manifestOf(specs: Readonly<Record<string, Partial<TaskSpec>>>): Manifest {
    const byName = Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [
        name,
        {
          name,
          handler: { module: FIXTURE, export: 'default', text: './fixture.ts' },
          input: null,
          output: null,
          ...{ use: [], upcast: {}, on: null, request: null, publish: null, command: null },
          ...spec,
        },
      ]),
    );
    const modules = Object.values(byName).map(({ handler }) => handler);
    const telemetry = { logs: { console: false } };
    return { tasks: byName, resources: {}, modules, telemetry } as unknown as Manifest;
  }

  const numbers = (): JsonObject => ({ type: 'object', required: ['n'], properties: { n: { type: 'number' } } });

  it('puts a handler and its checks to each task', async () => {
    const tasks = await bindTasks(
      manifestOf({ plain: {}, checked: { input: numbers(), output: { type: 'string' } } }),
      loader,
      places(),
    );
    assert.equal(typeof tasks.get('plain')?.executor.start, 'function');
    assert.equal(tasks.get('plain')?.executor.code, tasks.get('checked')?.executor.code);
    assert.deepEqual(tasks.get('plain')?.checkInput('anything'), []);
    assert.deepEqual(tasks.get('checked')?.checkInput({ n: 1 }), []);
    assert.deepEqual(
      tasks
        .get('checked')
        ?.checkInput({ n: 'x' })
        .map(({ pointer }) => pointer),
      ['/n'],
    );
    assert.equal(tasks.get('checked')?.checkOutput(5).length, 1);
  });

  it('refuses everything where the schema is false', async () => {
    const tasks = await bindTasks(manifestOf({ never: { input: false }, always: { input: true } }), loader, places());
    assert.equal(tasks.get('never')?.checkInput(null).length, 1);
    assert.deepEqual(tasks.get('always')?.checkInput(null), []);
  });

  it('runs the fixture handler of all suites', async () => {
    const tasks = await bindTasks(manifestOf({ plain: {} }), loader, places());
    const context = { job: { id: 'x' }, attempt: 1, idempotencyKey: 'x', signal: new AbortController().signal };
    const result = await tasks.get('plain')?.executor.start({ do: 'ok', result: 7 }, context as HandlerContext);
    assert.equal(result, 7);
  });

  it('binds ten thousand tasks without a look at their schemas, which are compiled when they are needed', async () => {
    const looks: unknown[] = [];
    const watched = new Proxy(numbers(), {
      get: (schema, key) => {
        looks.push(key);
        return Reflect.get(schema, key) as unknown;
      },
    });
    const specs = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`task.${n}`, { input: watched }]));
    const tasks = await bindTasks(manifestOf(specs), loader, places());
    assert.equal(tasks.size, 10_000);
    assert.deepEqual(looks, []);
    assert.equal(tasks.get('task.7')?.checkInput('no number').length, 1);
    assert.notDeepEqual(looks, []);
  });

  it('rejects when a handler cannot be loaded', async () => {
    const handler = { module: FIXTURE, export: 'gone', text: './fixture.ts#gone' };
    await assert.rejects(bindTasks(manifestOf({ broken: { handler } }), loader, places()), {
      code: 'HANDLER_MISSING',
      message: /fixture\.ts#gone/,
    });
  });
});
