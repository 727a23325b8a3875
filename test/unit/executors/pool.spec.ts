import assert from 'node:assert/strict';

import type { Host, HostEnd } from '../../../src/executors/host.ts';
import type { FarNews, FarOrder } from '../../../src/executors/messages.ts';
import { howEnded, Pool, type PoolSettings } from '../../../src/executors/pool.ts';
import { newAborter, silentLogger } from '../../../src/foundation/index.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const END: HostEnd = { code: 0, signal: null, stderr: '', error: undefined, over: null };
const OVER = { rss: 0, spoiled: false };

/** A host that does what the test says. */
class ScriptedHost implements Host {
  readonly name = 'process 1';
  readonly ended: Promise<HostEnd>;
  listener: (news: FarNews) => void = () => undefined;
  onEnd: () => void = () => undefined;
  readonly orders: string[] = [];
  killed = false;
  end: (end: HostEnd) => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  post({ kind }: FarOrder): void {
    this.orders.push(kind);
  }

  begin(): number {
    return this.orders.push('begin');
  }

  rest(): void {
    this.orders.push('rest');
  }

  kill(): void {
    this.killed = true;
    this.end({ ...END, code: null, signal: 'SIGKILL' });
  }

  ready(): void {
    this.listener({ kind: 'ready' });
  }
}

function poolOf(settings: Partial<PoolSettings> = {}, kind: 'thread' | 'process' = 'process') {
  const hosts: ScriptedHost[] = [];
  const clock = new FakeClock();
  const start = (): ScriptedHost => {
    const host = new ScriptedHost();
    hosts.push(host);
    return host;
  };
  const all = { size: 2, afterJobs: null, overMemoryBytes: null, ...settings };
  const pool = new Pool(all, { kind, start, clock, logger: () => silentLogger });
  return { pool, hosts, clock, all };
}

/** Lets promises settle. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a pool', () => {
  it('starts nothing before something is asked of it, then one more than is busy', async () => {
    const { pool, hosts } = poolOf();
    assert.equal(hosts.length, 0);
    const { member } = pool.take(null);
    assert.equal(hosts.length, 1);
    hosts[0]?.ready();
    await member;
    assert.equal(hosts.length, 2);
    assert.deepEqual(pool.view, { size: 2, busy: 1, idle: 0, waiting: 0, started: 2 });
  });

  it('is warm where a manifest needs it, and rests where none does any more', async () => {
    const { pool, hosts, all } = poolOf();
    pool.change(all, { renew: false, warm: true });
    hosts[0]?.ready();
    assert.equal(pool.view.idle, 1);
    pool.change(all, { renew: false, warm: false });
    assert.deepEqual(hosts[0]?.orders, ['end']);
    hosts[0].listener({ kind: 'left' });
    await turn();
    assert.deepEqual([hosts[0].killed, hosts.length], [true, 1]);
  });

  it('serves whoever waits in order, and never more than its size', async () => {
    const { pool, hosts } = poolOf({ size: 1 });
    const served: number[] = [];
    const takes = [1, 2, 3].map((n) => {
      const taken = pool.take(null);
      void taken.member.then(() => served.push(n));
      return taken;
    });
    hosts[0]?.ready();
    await turn();
    assert.deepEqual([served, hosts.length, pool.view.waiting], [[1], 1, 2]);
    const first = await takes[0]?.member;
    if (first) pool.giveBack(first, OVER);
    await turn();
    assert.deepEqual(served, [1, 2]);
  });

  it('lets a turn be given up', async () => {
    const { pool } = poolOf({ size: 1 });
    const { member, leave } = pool.take(null);
    leave(new Error('cancelled'));
    await assert.rejects(member, /cancelled/);
    assert.equal(pool.view.waiting, 0);
  });

  for (const [why, settings, over] of [
    ['after so many jobs', { afterJobs: 1 }, OVER],
    ['over so much memory', { overMemoryBytes: 100 }, { rss: 101, spoiled: false }],
    ['whose module could not be loaded', {}, { rss: 0, spoiled: true }],
  ] as const) {
    it(`replaces one ${why}`, async () => {
      const { pool, hosts } = poolOf({ size: 1, ...settings });
      const { member } = pool.take(null);
      hosts[0]?.ready();
      pool.giveBack(await member, over);
      assert.deepEqual(hosts[0]?.orders, ['end']);
      assert.equal(hosts.length, 1);
      hosts[0].listener({ kind: 'left' });
      await turn();
      assert.equal(hosts.length, 2);
    });
  }

  it('makes room once one only sends its traces, for as many of them as it has places', async () => {
    const { pool, hosts } = poolOf({ size: 1, afterJobs: 1 });
    for (const expected of [2, 2]) {
      const { member } = pool.take(null);
      hosts.at(-1)?.ready();
      pool.giveBack(await member, OVER);
      hosts.at(-1)?.listener({ kind: 'closing' });
      // The second one that sends keeps its place.
      assert.equal(hosts.length, expected);
    }
    hosts[0]?.kill();
    await turn();
    assert.equal(hosts.length, 3);
    const closed = pool.close(newAborter().signal);
    hosts[1]?.listener({ kind: 'left' });
    await closed;
    assert.ok(hosts.every(({ killed }) => killed));
  });

  it('kills one that does not end when it is not needed any more', async () => {
    const { pool, hosts, clock, all } = poolOf({ size: 1 });
    pool.change(all, { renew: false, warm: true });
    hosts[0]?.ready();
    pool.change(all, { renew: true, warm: true });
    assert.equal(hosts[0]?.killed, false);
    await clock.advance(5_000);
    assert.equal(hosts[0].killed, true);
  });

  it('replaces at a reload what is idle at once, and what is busy after its attempt', async () => {
    const { pool, hosts, all } = poolOf();
    const { member } = pool.take(null);
    hosts[0]?.ready();
    const busy = await member;
    hosts[1]?.ready();
    pool.change(all, { renew: true, warm: true });
    assert.deepEqual([hosts[0]?.orders, hosts[1]?.orders], [[], ['end']]);
    pool.giveBack(busy, OVER);
    assert.deepEqual(hosts[0]?.orders, ['end']);
  });

  it('has another one started as soon as one has ended', async () => {
    const { pool, hosts } = poolOf({ size: 1 });
    const { member } = pool.take(null);
    hosts[0]?.ready();
    (await member).host.kill();
    await turn();
    assert.equal(hosts.length, 2);
  });

  it('tells who waits that none can be started, and does not try for ever', async () => {
    const { pool, hosts } = poolOf();
    const { member } = pool.take(null);
    hosts[0]?.end({ ...END, code: 1, stderr: 'no room' });
    await assert.rejects(member, { code: 'ATTEMPT_CRASHED', message: /exit code 1\); it last wrote: no room/ });
    assert.equal(hosts.length, 1);
  });

  it('gives nobody one that was killed, though the end of its attempt was under way', async () => {
    const { pool, hosts } = poolOf({ size: 1 });
    const { member } = pool.take(null);
    hosts[0]?.ready();
    const given = await member;
    const next = pool.take(null);
    Object.assign(given.host, { killed: true });
    pool.giveBack(given, OVER);
    hosts[0]?.kill();
    await given.host.ended;
    await turn();
    hosts[1]?.ready();
    assert.equal((await next.member).host, hosts[1]);
  });

  it('gives an attempt with a limit of memory no process that is nearly as large', async () => {
    const { pool, hosts } = poolOf({ size: 1 });
    const { member } = pool.take(null);
    hosts[0]?.ready();
    pool.giveBack(await member, { rss: 90, spoiled: false });
    void pool.take(100).member;
    assert.deepEqual(hosts[0]?.orders, ['end']);
  });

  it('knows how large a process is, and how many it ran, though an attempt left before it began', async () => {
    const { pool, hosts } = poolOf({ size: 1, afterJobs: 2 });
    const { member } = pool.take(null);
    const [host] = hosts;
    assert.ok(host);
    host.ready();
    pool.giveBack(await member, { rss: 90, spoiled: false });
    pool.giveBack(await pool.take(null).member, null);
    assert.deepEqual(host.orders, []);
    void pool.take(100).member;
    assert.deepEqual(host.orders, ['end']);
  });

  it('gives it a thread that was made with that limit', async () => {
    const { pool, hosts } = poolOf({ size: 1 }, 'thread');
    const { member } = pool.take(64);
    hosts[0]?.ready();
    pool.giveBack(await member, { rss: 1e9, spoiled: false });
    const again = pool.take(64);
    assert.equal((await again.member).host, hosts[0]);
    pool.giveBack(await again.member, OVER);
    void pool.take(32).member;
    assert.deepEqual(hosts[0]?.orders, ['end']);
  });

  it('refuses and ends all at its close, the busy ones by force', async () => {
    const { pool, hosts } = poolOf();
    const { member } = pool.take(null);
    hosts[0]?.ready();
    await member;
    hosts[1]?.ready();
    const closed = pool.close(newAborter().signal);
    assert.deepEqual([hosts[0]?.killed, hosts[1]?.orders], [true, ['end']]);
    hosts[1]?.listener({ kind: 'left' });
    await closed;
    await assert.rejects(pool.take(null).member, { code: 'STOPPING' });
  });

  it('ends all by force where nobody wants to wait', async () => {
    const { pool, hosts, all } = poolOf();
    pool.change(all, { renew: false, warm: true });
    hosts[0]?.ready();
    const hurried = newAborter();
    const closed = pool.close(hurried.signal);
    assert.equal(hosts[0]?.killed, false);
    hurried.abort();
    await closed;
    assert.equal(hosts[0].killed, true);
  });
});

describe('how a thread or process ended', () => {
  it('is said with its signal, what it threw and what it last wrote', () => {
    assert.equal(howEnded('process', { ...END, code: 7 }), 'the process ended (exit code 7)');
    const end = { ...END, code: null, signal: 'SIGSEGV', stderr: 'bad', error: new Error('odd') };
    assert.equal(howEnded('thread', end, ' early'), 'the thread ended early (signal SIGSEGV); odd; it last wrote: bad');
  });
});
