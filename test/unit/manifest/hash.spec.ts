import assert from 'node:assert/strict';

import fc from 'fast-check';

import { loadManifestText } from '../../../src/manifest/index.ts';

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

const SCHEMA = { type: 'object', required: ['a', 'b'], properties: { b: { type: 'string' }, a: { type: 'integer' } } };

/** Every section, with more than one key or name wherever there can be. */
const MANIFEST: { [key: string]: Value } = {
  version: 1,
  name: 'shop',
  engine: { type: 'redis', url: 'redis://h:6379/2', prefix: 'shop', lease: '20s' },
  defaults: {
    queue: 'mail',
    retry: 'slow',
    timeout: { soft: '1m', hard: '2m' },
    keep: { completed: { for: '1d', count: 5 }, cancelled: '2d', dead: { count: 7, for: '9d' } },
  },
  shutdown: { warm: '10s', soft: '2s' },
  queues: { mail: { concurrency: 5, shards: 2, foreign: 'a' }, other: { shards: 3, concurrency: 4 } },
  buckets: { api: { rate: '9/s', burst: 3 }, db: { concurrency: 4 } },
  brokers: { shop: { url: 'amqp://127.0.0.1' }, other: 'amqp://127.0.0.2' },
  sources: {
    orders: { broker: 'shop', queue: 'orders', task: 'a', prefetch: 9 },
    more: { broker: 'other', queue: 'more', task: 'a', deadLetter: { exchange: 'dead', routingKey: 'x' } },
  },
  alerts: { late: { when: { oldest: '1m', of: { queue: 'default' } }, to: [{ task: 'a' }] } },
  holds: { acme: { task: 'work', reason: 'INC-1' }, beta: { tag: 'b' } },
  retryPolicies: {
    slow: { maxAttempts: 3, backoff: { type: 'list', delays: ['1s', '2s'], jitter: 'full' }, retryFor: '1h' },
    fast: {
      backoff: { type: 'exponential', base: '1s', factor: 3, max: '1m' },
      deadOn: ['A', 'B'],
      retryOn: [500, 'C'],
    },
  },
  encryption: { keys: { k1: '0'.repeat(64), k2: 'f'.repeat(64) }, use: 'k2' },
  executors: { thread: { size: 2 }, process: { size: 3, recycle: { afterJobs: 9, overMemory: '512mb' } } },
  bases: {
    patient: { retry: 'slow', tags: ['x', 'y'] },
    quick: { use: ['mail'], timeout: { hard: '1m', soft: '1s' } },
  },
  resources: {
    db: { module: './db.ts', scope: 'process', config: { url: 'x', size: [1, 2] }, openTimeout: '1s' },
    mail: { module: './mail.ts', closeTimeout: '2s' },
  },
  tasks: {
    a: {
      use: ['db', 'mail'],
      handler: './a.ts#run',
      executor: 'process',
      limits: { memory: '256mb', cpu: '3s' },
      description: 'x',
      priority: 3,
      tags: ['one', 'two'],
      input: SCHEMA,
      output: SCHEMA,
    },
    b: { retry: { maxAttempts: 2, retryFor: '1m' }, handler: './b.ts', timeout: { hard: '1h', soft: '1m' } },
    c: {
      handler: './c.ts',
      retry: 'fast',
      extends: ['patient', 'quick'],
      version: 3,
      upcast: { 1: './u.ts#one', 2: './u.ts#two' },
    },
    d: { env: ['B', 'A'], command: ['ls', '-l'], exitCodes: { 75: 'retry', 9: 'dead' }, cwd: './x' },
  },
  workflows: {
    short: { chain: [{ task: 'b', with: { x: 1, y: 2 } }, { task: 'c' }], tags: ['p', 'q'] },
    graph: {
      steps: {
        one: { task: 'a', priority: 3 },
        two: { wait: { signal: 's', timeout: '1h' }, needs: ['one'] },
      },
      output: { i: '${steps.one.result}', j: 2 },
    },
  },
  routes: {
    tasks: [
      { match: 'a', queue: 'mail', priority: 1 },
      { match: 'b', queue: 'other', priority: 2 },
    ],
    http: [
      {
        path: '/one',
        method: 'PUT',
        task: 'b',
        with: { x: '${body.x}', y: [1, { p: 1, q: 2 }] },
        respond: { status: 200, body: { i: 1, j: 2 } },
      },
      { path: '/two', tasks: [{ task: 'b', with: { x: 1, y: 2 } }, { task: 'c' }], description: 'z' },
      { path: '/three', job: '${query.id}', of: ['a', 'b'], fields: ['id', 'state'], public: false },
    ],
  },
  schedules: {
    s: { task: 'b', cron: '0 0 * * *', timezone: 'Europe/Berlin', payload: { k: [1, 2], l: { m: 1, n: 2 } } },
    t: { every: '5m', task: 'c' },
  },
  admin: {
    host: '0.0.0.0',
    port: 8081,
    tokens: [
      { name: 'ops', secret: 'aaaaaaaaaaaa', role: 'operator' },
      { name: 'all', secret: 'bbbbbbbbbbbb', role: 'admin' },
    ],
    hosts: ['a.example', 'b.example'],
    proxies: ['10.0.0.1', '10.0.0.2'],
    session: { secret: 'c'.repeat(32), lifetime: '1h' },
    oidc: {
      issuer: 'https://login.example',
      clientId: 'skep',
      callback: 'https://jobs.example/api/session/oidc/callback',
      scopes: ['email', 'groups'],
      roles: [
        { claim: 'groups', value: 'ops', role: 'operator', queues: ['default'] },
        { claim: 'groups', value: 'all', role: 'viewer' },
      ],
    },
  },
  health: { host: '127.0.0.1', port: 8082 },
  telemetry: {
    traces: { exporter: 'otlp', sample: 0.5, propagation: 'link' },
    metrics: { exporter: 'prometheus', names: 50, public: true },
    logs: { level: 'warn', exporter: 'otlp', format: 'json' },
  },
  reload: { watch: false, debounce: '1s' },
};

async function hashOf(manifest: Value): Promise<string> {
  const result = await loadManifestText(JSON.stringify(manifest), { env: {}, file: '/shop/jobs.yaml' });
  assert.ok(result.ok, JSON.stringify(result));
  return result.manifest.hash;
}

/** The same mappings with their keys in an order of the seed's. */
function shuffled(value: Value, seed: () => number): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  const entries = Object.entries(value).map(([key, item]) => ({ key, item: shuffled(item, seed), at: seed() }));
  return Object.fromEntries(entries.sort((one, other) => one.at - other.at).map(({ key, item }) => [key, item]));
}

type Path = readonly (string | number)[];

/** Paths of all lists of two or more. */
function* listsIn(value: Value, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value) && value.length > 1) yield path;
  for (const [key, item] of Object.entries(value)) yield* listsIn(item, [...path, key]);
}

/** The same with the first two items of one list in each other's place. */
function swapped(value: Value, [step, ...rest]: Path): Value {
  if (step === undefined) {
    const [first = null, second = null, ...others] = value as Value[];
    return [second, first, ...others];
  }
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const holder = copy as Record<string | number, Value>;
  holder[step] = swapped(holder[step] ?? null, rest);
  return holder;
}

describe('the hash of a manifest', () => {
  it('has no section left out here', () => {
    const result = Object.keys(MANIFEST).sort();
    assert.deepEqual(result, [
      ...[
        'admin',
        'alerts',
        'bases',
        'brokers',
        'buckets',
        'defaults',
        'encryption',
        'engine',
        'executors',
        'health',
        'holds',
        'name',
        'queues',
        'reload',
      ],
      'resources',
      ...['retryPolicies', 'routes', 'schedules', 'shutdown', 'sources', 'tasks', 'telemetry', 'version', 'workflows'],
    ]);
  });

  it('is the same whatever is tested', async () => {
    const tests = [{ name: 'x', enqueue: { task: 'b' }, expect: { state: 'available' } }];
    assert.equal(await hashOf({ ...MANIFEST, tests }), await hashOf(MANIFEST));
  });

  it('is the same in whatever order the keys of all mappings stand', async () => {
    const hash = await hashOf(MANIFEST);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.double({ noNaN: true })), async (numbers) => {
        const changed = shuffled(MANIFEST, () => numbers.next().value as number);
        assert.equal(await hashOf(changed), hash, JSON.stringify(changed));
      }),
      { numRuns: 60 },
    );
  });

  const lists = [...listsIn(MANIFEST)];
  it('knows many lists', () => assert.ok(lists.length > 15, `${lists.length}`));
  for (const list of lists) {
    it(`is another when ${list.join('.')} stands in another order`, async () => {
      assert.notEqual(await hashOf(swapped(MANIFEST, list)), await hashOf(MANIFEST));
    });
  }

  describe('of processes whose environments differ', () => {
    const text = (more: Value = {}): Value => ({
      version: 1,
      engine: { type: 'redis', url: '${REDIS_URL}' },
      brokers: { shop: { url: 'amqp://${HOST}' }, other: 'amqp://127.0.0.2' },
      admin: { host: '${HOST}', port: '${PORT}', tokens: [{ name: 'ops', secret: '${TOKEN}', role: 'operator' }] },
      health: { port: '${HEALTH:-8082}' },
      executors: { thread: { size: '${PLACES}' } },
      telemetry: { logs: { level: '${LEVEL:-info}' } },
      shutdown: { warm: '${PLACES}s' },
      queues: { default: { concurrency: '${PLACES}', rate: '${RATE:-9}/s' } },
      tasks: { a: './a.ts' },
      ...(more as object),
    });
    const HERE = { HOST: 'a', PORT: '81', REDIS_URL: 'redis://a', TOKEN: 'a'.repeat(12), PLACES: '3' };
    const THERE = {
      ...{ HOST: 'b', PORT: '82', REDIS_URL: 'redis://b', TOKEN: 'b'.repeat(12), PLACES: '4' },
      ...{ HEALTH: '83', LEVEL: 'debug' },
    };
    const hashIn = async (env: Readonly<Record<string, string>>, manifest = text()): Promise<string> => {
      const result = await loadManifestText(JSON.stringify(manifest), { env, file: '/shop/jobs.yaml' });
      assert.ok(result.ok, JSON.stringify(result));
      return result.manifest.hash;
    };

    it('is the same where that is of what belongs to a process', async () => {
      assert.equal(await hashIn(THERE), await hashIn(HERE));
    });

    it('is another where that is of what they do, or where the files say something else', async () => {
      const others = await Promise.all([
        hashIn({ ...HERE, RATE: '8' }),
        hashIn(HERE, text({ admin: { port: '${ADMIN_PORT:-81}' } })),
        hashIn(HERE, text({ admin: { port: 81 } })),
        hashIn(HERE, text({ health: { port: 8083 } })),
        hashIn(HERE, text({ queues: { default: { concurrency: 3, rate: '${RATE:-9}/s' } } })),
        hashIn(HERE, text({ brokers: { shop: { url: 'amqp://a' }, other: 'amqp://127.0.0.2' } })),
        hashIn(HERE),
      ]);
      assert.equal(new Set(others).size, others.length);
    });
  });
});
