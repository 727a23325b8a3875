import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { parse } from 'yaml';

import type { FindingView } from '../../../src/api/index.ts';
import { countEnd, noFigure } from '../../../src/core/index.ts';
import { type Json, type JsonObject, newId, systemClock } from '../../../src/foundation/index.ts';
import { loadManifestText, type Manifest, warningsOf } from '../../../src/manifest/index.ts';
import { Doctor } from '../../../src/platform/doctor/doctor-of.ts';
import { type Advice, adviceOf, adviceOnWarnings } from '../../../src/platform/doctor/advise.ts';
import { CATALOGUE } from '../../../src/platform/doctor/catalogue.ts';
import { liveFindings, type Seen } from '../../../src/platform/doctor/live.ts';
import { createEngine } from '../../../src/platform/engine-kinds.ts';
import { unboundGeneration } from '../../../src/platform/generations/generation.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');

let folder = '/srv';

async function loaded(manifest: Json): Promise<Manifest> {
  const file = path.join(folder, 'jobs.yaml');
  const result = await loadManifestText(JSON.stringify(manifest), { env: {}, file, cwd: folder });
  assert.ok(result.ok, JSON.stringify(result));
  return result.manifest;
}

async function advised(manifest: Json): Promise<readonly Advice[]> {
  return adviceOf(await loaded(manifest), NOW);
}

/** What a process that runs says of its own manifest. */
async function running(given: Json): Promise<readonly FindingView[]> {
  const manifest = await loaded(given);
  const engine = await createEngine(manifest.engine, { clock: systemClock, newId });
  await engine.open();
  try {
    const generations = { current: () => unboundGeneration(manifest) };
    return (await new Doctor({ engine: () => engine, generations }).doctor()).findings;
  } finally {
    await engine.close();
  }
}

/** As a person would: mappings are taken together, all else is replaced. */
function merged(one: Json, other: Json): Json {
  const isMapping = (value: Json): value is JsonObject =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMapping(one) || !isMapping(other)) return other;
  const all = Object.entries(other).map(([key, value]) => [key, key in one ? merged(one[key] ?? null, value) : value]);
  return { ...one, ...(Object.fromEntries(all) as JsonObject) };
}

const CALM = { handler: './calm.js', timeout: '10s', input: { type: 'object' } };
const BUSY = { ...CALM, handler: './busy.js#run' };

function manifestOf(more: JsonObject, tasks: JsonObject = { a: CALM }): JsonObject {
  return { version: 1, name: 'shop', tasks, ...more };
}

function nightly(count: number): JsonObject {
  const names = Array.from({ length: count }, (_none, index) => `s${index}`);
  return Object.fromEntries(names.map((name) => [name, { task: 'a', cron: '0 0 * * *' }]));
}

/** By code: a manifest that has it, and part of what is said. */
const CASES: Readonly<Record<string, { readonly manifest: JsonObject; readonly says: string }>> = {
  'stop-cuts-attempts': {
    manifest: manifestOf({ shutdown: { warm: '5s', soft: '1s' } }),
    says: 'attempts may take up to 10s, and a stop waits 6s',
  },
  'no-time-limit': {
    manifest: manifestOf(
      { shutdown: { warm: '1h' } },
      { a: { handler: './calm.js', input: { type: 'object' } }, b: CALM },
    ),
    says: '1 task has no hard limit: a',
  },
  'schedule-outrun': {
    manifest: manifestOf({ schedules: { s: { task: 'a', every: '5s' } } }),
    says: 'schedule s ticks every 5s, and a may take 10s',
  },
  'schedules-together': {
    manifest: manifestOf({ schedules: nightly(40) }),
    says: '40 schedules tick at 2026-03-02T00:00:00.000Z: s0, s1, s2 and 37 more',
  },
  'schedule-never': {
    manifest: manifestOf({ schedules: { s: { task: 'a', at: '2026-02-01T00:00:00Z' } } }),
    says: 'schedule s never fires again',
  },
  'schedule-clock-change': {
    manifest: manifestOf({ schedules: { s: { task: 'a', cron: '30 2 * * *', timezone: 'Europe/Berlin' } } }),
    says: 'schedule s: 02:30 does not exist on 2026-03-29 in Europe/Berlin',
  },
  'queue-unused': { manifest: manifestOf({ queues: { old: {} } }), says: 'nothing of the manifest comes to queue old' },
  'blocking-code': { manifest: manifestOf({}, { a: BUSY }), says: 'busy.js calls readFileSync' },
  'handler-untyped': { manifest: manifestOf({}, { a: { handler: './calm.js', timeout: '10s' } }), says: 'a' },
  'result-gone-early': {
    manifest: manifestOf(
      { routes: { http: [{ path: '/jobs/:id', job: '${params.id}', of: 'a' }] } },
      { a: { ...CALM, result: { keep: '10s' } } },
    ),
    says: 'gone after 10s',
  },
  'store-in-memory': { manifest: manifestOf({ engine: 'sqlite::memory:' }), says: 'gone when the process ends' },
  'pool-too-small': {
    manifest: manifestOf({ executors: { thread: { size: 2 } } }, { a: { ...CALM, executor: 'thread' } }),
    says: 'queue default runs 10 attempts at once, and the pool of executor thread has 2 places',
  },
  'rate-below-schedules': {
    manifest: manifestOf(
      { schedules: { s: { task: 'a', every: '1m' } }, buckets: { api: { rate: '10/h' } } },
      { a: { ...CALM, uses: ['api'] } },
    ),
    says: 'schedules make 1440 jobs of a a day, and rate:bucket:api lets 10/h start',
  },
  'breaker-never-opens': {
    manifest: manifestOf(
      { buckets: { api: { rate: '6/m', burst: 2, breaker: { openWhen: '50% of 20 in 30s' } } } },
      { a: { ...CALM, uses: ['api'] } },
    ),
    says: 'waits for 20 attempts in 30s, of which its rate lets 5 start',
  },
};

describe('advice on settings', () => {
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-advice-'));
    await writeFile(path.join(folder, 'calm.js'), '// readFileSync(x)\nexport default async () => null;\n');
    await writeFile(path.join(folder, 'busy.js'), 'export function run() {\n  return fs.readFileSync("/x");\n}\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('has none on a manifest that is well', async () => assert.deepEqual(await advised(manifestOf({})), []));

  for (const [code, { manifest, says }] of Object.entries(CASES)) {
    it(`is given as ${code}, and not where its edit was made`, async () => {
      const before = await advised(manifest);
      const [advice, ...more] = before.filter((one) => one.code === code);
      assert.ok(advice !== undefined && more.length === 0, JSON.stringify(before));
      assert.ok(advice.message.includes(says), advice.message);
      assert.equal(advice.severity, CATALOGUE[code as keyof typeof CATALOGUE].severity);
      assert.equal(advice.page, `docs/doctor.md#${code}`);
      if (advice.edit === null) return;
      const after = await advised(merged(manifest, parse(advice.edit) as Json));
      assert.deepEqual(
        after.map((one) => one.code).filter((one) => one === code),
        [],
        advice.edit,
      );
    });
  }

  it('on a key that is free too early says how long it must be held', async () => {
    const retry = { maxAttempts: 5, backoff: { type: 'fixed', base: '10m', jitter: 'none' } };
    const given = manifestOf({}, { 'a.b': { ...CALM, retry, unique: { key: ['id'], for: '5m' } } });
    const warned = async (one: Json): Promise<readonly Advice[]> => {
      const manifest = await loaded(one);
      return adviceOnWarnings(warningsOf(manifest), manifest);
    };
    const [advice] = await warned(given);
    assert.deepEqual([advice?.code, advice?.about], ['REF_UNIQUE_SHORT', 'tasks.a.b.unique.for']);
    assert.deepEqual(parse(advice?.edit ?? ''), { tasks: { 'a.b': { unique: { for: '40m' } } } });
    assert.deepEqual(await warned(merged(given, parse(advice?.edit ?? '') as Json)), []);
    assert.deepEqual(
      (await running({ ...given, engine: 'sqlite::memory:' })).filter(({ code }) => code === advice?.code),
      [advice],
    );
  });

  it('is proved for each code that a file alone can have', () => {
    const live = ['limit-near', 'loop-stood-still'];
    assert.deepEqual(
      Object.keys(CASES).sort(),
      Object.keys(CATALOGUE)
        .filter((code) => !live.includes(code))
        .sort(),
    );
  });

  it('says where it stands: in the manifest, or in the code', async () => {
    const [outrun] = await advised(CASES['schedule-outrun']?.manifest ?? null);
    assert.deepEqual([outrun?.about, outrun?.place], ['schedules.s', { file: 'jobs.yaml', line: 1 }]);
    const [blocking] = await advised(CASES['blocking-code']?.manifest ?? null);
    assert.deepEqual(blocking?.place, { file: path.join(folder, 'busy.js'), line: 2 });
  });

  it('knows what a store has seen', async () => {
    const figure = noFigure();
    for (let count = 0; count < 40; count += 1) countEnd(figure, 'complete', 0, 9_500);
    const engine = {
      now: () => Promise.resolve(NOW),
      stats: { read: () => Promise.resolve([{ at: NOW, task: 'a', queue: 'default', figure }]) },
      fleet: { processes: () => Promise.resolve([{ host: 'h', pid: 7, standstills: 3 }]) },
    } as unknown as Seen;
    const manifest = await loaded(manifestOf({ schedules: { s: { task: 'a', every: '5s' } } }));
    assert.deepEqual(
      (await liveFindings(engine, manifest)).map(({ code, message }) => [code, message]),
      [
        ['schedule-outrun', 'schedule s ticks every 5s, and a took in 1 of 20 attempts more than 9.75s'],
        ['limit-near', '1 of 20 attempts of a took more than 9.75s, of 10s that they may'],
        ['loop-stood-still', 'in h:7 handlers kept the event loop past 3 hard limits'],
      ],
    );
  });
});
