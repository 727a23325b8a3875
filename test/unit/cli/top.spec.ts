/** The page of `skep top`, from a real store. */
import assert from 'node:assert/strict';

import picocolors from 'picocolors';

import { changedBy } from '../../../src/cli/commands/top.ts';
import { ORDERS, sortedQueues, topPage, type TopState, VIEWS } from '../../../src/cli/top-page.ts';
import { type Seen, TopReader } from '../../../src/cli/top-reader.ts';
import { SkepError, systemClock } from '../../../src/foundation/index.ts';
import type { Operations, QueueView } from '../../../src/api/index.ts';
import { engineSupport } from '../../support/engines.ts';
import { stage } from '../../support/stage.ts';

const { harness } = await engineSupport('sqlite');
const PLAIN = picocolors.createColors(false);
const QUEUES = Array.from({ length: 12 }, (_, index) => `queue-number-${index}-with-a-rather-long-name`);
const SECTIONS = `
queues: { ${QUEUES.map((name) => `${name}: {}`).join(', ')} }
tasks: { work: ./handlers/fixture.ts }
`;
const STATE: TopState = {
  view: 'all',
  order: 'waiting',
  reversed: false,
  paused: false,
  offset: 0,
  everyMs: 2_000,
  problem: null,
  now: systemClock.now(),
};

describe('skep top', () => {
  const scene = stage(harness);
  let operations: Operations;
  let asked: string[];
  let away: SkepError | undefined;

  /** The real ones; how often each was asked is counted, and the store can be taken away. */
  function counted(real: Operations): Operations {
    return new Proxy(real, {
      get:
        (_, name: string) =>
        (...args: unknown[]) => {
          asked.push(name);
          if (away !== undefined) return Promise.reject(away);
          return (real as unknown as Record<string, (...all: unknown[]) => unknown>)[name]?.(...args);
        },
    });
  }

  beforeEach(async () => {
    asked = [];
    away = undefined;
    await scene.project.write(SECTIONS);
    const platform = await scene.run({ roles: ['worker'] });
    for (const [index, queue] of QUEUES.entries()) {
      const items = Array.from({ length: index }, () => ({ payload: {}, options: { queue, delay: '1h' } }));
      if (items.length > 0) await platform.operations.enqueue('work', items);
    }
    operations = counted(platform.operations);
  });

  async function seen(): Promise<Seen> {
    const reader = new TopReader(operations, systemClock);
    assert.equal(await reader.read(), null);
    return reader.seen ?? assert.fail('nothing was read');
  }

  const page = (what: Seen, state: Partial<TopState> = {}, columns = 80, rows = 24): string[] =>
    topPage(what, { ...STATE, ...state }, { columns, rows }, PLAIN);

  it('fits every size, in every view', async () => {
    const what = await seen();
    for (const view of VIEWS) {
      for (const [columns, rows] of [
        [80, 24],
        [120, 40],
        [60, 10],
        [200, 6],
      ] as const) {
        const lines = page(what, { view }, columns, rows);
        assert.equal(lines.length, rows, `${view} ${columns}×${rows}`);
        for (const line of lines) assert.ok(line.length <= columns, line);
        assert.match(lines.at(-1) ?? '', /^q ends/);
      }
    }
    const all = page(what).join('\n');
    assert.match(all, /0 waiting · 0 running of \d+ · 66 later · 0 to retry · 0 dead · 1 process\n/);
    assert.match(page(what, {}, 80, 16).join('\n'), /… \d+ more\n/);
    assert.match(page(what, { view: 'queues', offset: 11 }).join('\n'), /WORKERS\nqueue-\S+ /);
  });

  it('tells that it is paused, and how old it is while nobody answers', async () => {
    const what = await seen();
    assert.match(page(what, { paused: true })[0] ?? '', /paused$/);
    const lines = page(what, { problem: 'STORE_UNREACHABLE: \u001b[2J away', now: what.at + 12_345 });
    assert.match(lines[0] ?? '', /as of 12s ago$/);
    assert.equal(lines[3], 'STORE_UNREACHABLE: \\x1b[2J away');
  });

  it('asks for figures and findings seldom, and for a bounded number of jobs', async () => {
    let now = 0;
    const reader = new TopReader(operations, { ...systemClock, monotonic: () => now });
    for (now = 0; now < 20_000; now += 2_000) await reader.read();
    const times = (name: string): number => asked.filter((one) => one === name).length;
    assert.deepEqual(
      ['queues', 'workers', 'listJobs', 'stats', 'attention', 'manifest'].map(times),
      [10, 10, 10, 2, 2, 2],
    );
    assert.equal(asked.length, 36);
  });

  it('goes on with what it saw while a store is away, and ends where it must', async () => {
    const reader = new TopReader(operations, systemClock);
    away = new SkepError('STORE_UNREACHABLE', 'away');
    await assert.rejects(reader.read(), { code: 'STORE_UNREACHABLE' });
    away = undefined;
    await reader.read();
    const before = reader.seen;
    away = new SkepError('STORE_UNREACHABLE', 'away');
    assert.equal((await reader.read())?.code, 'STORE_UNREACHABLE');
    assert.equal(reader.seen, before);
    away = new SkepError('ROLE_DENIED', 'no');
    await assert.rejects(reader.read(), { code: 'ROLE_DENIED' });
  });
});

describe('the keys of skep top', () => {
  it('go through all orders and views, and scroll within the rows', () => {
    const next = (key: string, state: TopState): TopState => ({ ...state, ...changedBy(key, state, 3) });
    let state = STATE;
    const orders = ORDERS.map(() => (state = next('s', state)).order);
    const views = VIEWS.map(() => (state = next('\t', state)).view);
    assert.deepEqual([[...orders].sort(), orders.at(-1)], [[...ORDERS].sort(), 'waiting']);
    assert.deepEqual([[...views].sort(), views.at(-1)], [[...VIEWS].sort(), 'all']);
    const offsets = ['k', 'j', '\u001b[B', 'j', 'j', '\u001b[A'].map((key) => (state = next(key, state)).offset);
    assert.deepEqual(offsets, [0, 1, 2, 2, 2, 1]);
    assert.deepEqual([next('r', state).reversed, next('p', state).paused, changedBy('z', state, 3)], [true, true, {}]);
  });

  it('order queues by what is asked for, equal ones by name', () => {
    const queue = (name: string, available: number, oldestAgeMs: number | null): QueueView =>
      ({ name, oldestAgeMs, counts: { available, running: 0, dead: 0 } }) as unknown as QueueView;
    const all = [queue('b', 1, null), queue('a', 1, 5), queue('c', 7, 2)];
    const names = (order: TopState['order'], reversed = false): string =>
      sortedQueues(all, { order, reversed })
        .map(({ name }) => name)
        .join('');
    assert.deepEqual(
      [names('waiting'), names('oldest'), names('name'), names('name', true)],
      ['cab', 'acb', 'abc', 'cba'],
    );
  });
});
