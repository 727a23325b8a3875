/** A fleet of processes whose manifest changes again and again, valid and broken, while jobs come and processes are killed. */
import { strict as assert } from 'node:assert';
import { setTimeout as pause } from 'node:timers/promises';

import type { Engine } from '../../src/engine/index.ts';
import { ANY_ENGINE, WHOLE } from '../support/engines.ts';
import { waitFor } from '../support/wait-for.ts';
import { hostNow } from './harness/ledger.ts';
import { familyOn } from './harness/scenario.ts';
import { BASIC, type World } from './harness/world.ts';
import type { WorkerProcess } from './harness/worker.ts';

/** The file after the last of them is a sound one. */
const { processes, reloads, perSecond, kills } = WHOLE
  ? { processes: 8, reloads: 200, perSecond: 2_000, kills: 5 }
  : { processes: 2, reloads: 4, perSecond: 100, kills: 1 };
/** Of so many files one is broken. */
const BROKEN = 4;
/** Reloads that the processes are given time for; the others come in the midst of one. */
const AWAITED = 3;
/** So many jobs may wait: a machine that cannot work off what is offered is offered what it can. */
const BACKLOG = 4_000;
const OFFER_MS = 20;
const SECOND = 1_000;

const PATIENT = BASIC.replace('maxAttempts: 3', 'maxAttempts: 20').replace('watch: false', 'debounce: 20ms');
const ALL = 'catchUp: { policy: all, window: 1h, limit: 1000 }';

/**
 * Tasks, queues and schedules come and go, and change. `steady` is in all of them, `changing` has other times in each, `yearly` is
 * never due.
 */
function sections(turn: number): string {
  if (turn % BROKEN === BROKEN - 1) return PATIENT.replace('handler:', 'handle:');
  const there = turn % 3;
  const others = Array.from({ length: there }, (_, n) => `  other.${n}: ./handlers/fixture-handler.ts\n`).join('');
  const gone = Array.from({ length: 2 - there }, (_, n) => `other.${there + n}: { movedTo: work }`).join(', ');
  const coming = turn % 2 === 0 ? `  coming: { every: 1s, task: work, payload: { do: ok }, ${ALL} }\n` : '';
  return `${PATIENT.replace('admin:', `${others}admin:`)}
queues: { default: { concurrency: ${5 + (turn % 5)} }, side-${turn % 2}: {} }
routes: { tasks: [{ match: other.*, queue: side-${turn % 2} }] }
moved: { tasks: { ${gone} }, queues: { side-${(turn + 1) % 2}: { movedTo: default } } }
schedules:
  steady: { every: 1s, task: work, payload: { do: ok }, ${ALL} }
  changing: { every: ${2 + (turn % 3)}s, task: work, payload: { do: ok } }
  yearly: { cron: '${turn % 60} 3 1 1 *', task: work, payload: { do: ok } }
${coming}`;
}

/** Offers jobs at a rate until it is told to end. */
class Producer {
  offered = 0;
  /** What the rate asked for, and the machine could not work off. */
  held = 0;
  readonly #world: World;
  readonly #begin = hostNow();
  readonly #end = new AbortController();
  readonly #running: Promise<void>;

  constructor(world: World) {
    this.#world = world;
    this.#running = this.#run();
  }

  /** @returns jobs per second that were offered */
  async end(): Promise<number> {
    this.#end.abort();
    await this.#running;
    return (this.offered * 1_000) / (hostNow() - this.#begin);
  }

  async #run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      const due = Math.floor(((hostNow() - this.#begin) * perSecond) / 1_000) - this.offered - this.held;
      const room = BACKLOG - (await this.#world.count('available', 'running'));
      const count = Math.max(0, Math.min(due, room));
      this.held += due - count;
      if (count > 0) await this.#world.enqueueMany(count, { do: 'ok' });
      this.offered += count;
      await pause(OFFER_MS);
    }
  }
}

/** What the store says of the worker processes that live. */
async function rowsOf(oracle: Engine, fleet: readonly WorkerProcess[]) {
  const rows = await oracle.fleet.processes();
  return rows.filter(({ pid, roles }) => roles.includes('worker') && fleet.some((one) => one.pid === pid && one.alive));
}

/** All run the newest revision. @returns whether */
async function converged(oracle: Engine, fleet: readonly WorkerProcess[]): Promise<boolean> {
  const [newest] = await oracle.revisions.list(1);
  const rows = await rowsOf(oracle, fleet);
  return rows.length === fleet.length && rows.every(({ manifestHash }) => manifestHash === newest?.hash);
}

/** Planned instants of a schedule's jobs, in order, epoch ms; each job is named after its own. */
function ticksOf(ids: Iterable<string>, schedule: string): number[] {
  const own = [...ids].filter((id) => id.startsWith(`${schedule}@`));
  return own.map((id) => Date.parse(id.slice(schedule.length + 1))).sort((one, other) => one - other);
}

/** An own reckoning: intervals are counted from the epoch. */
function checkTicks(ids: readonly string[], from: number, to: number): number {
  const steady = ticksOf(ids, 'steady');
  const [first = 0, last = 0] = [steady.at(0), steady.at(-1)];
  const due = Array.from({ length: (last - first) / SECOND + 1 }, (_, n) => first + n * SECOND);
  assert.deepEqual(steady, due, 'none of the ticks of a schedule that stays is missed, or doubled');
  assert.ok(
    first <= from + 2 * SECOND && last > to - SECOND,
    `from ${first - from} ms after the start to ${last - to} ms after the end`,
  );
  for (const at of ticksOf(ids, 'coming')) assert.equal(at % SECOND, 0);
  for (const at of ticksOf(ids, 'changing'))
    assert.ok(
      [2, 3, 4].some((every) => at % (every * SECOND) === 0),
      `${at}`,
    );
  assert.deepEqual(ticksOf(ids, 'yearly'), [], 'a reload fires nothing');
  return steady.length;
}

familyOn(ANY_ENGINE, 'A fleet whose manifest changes', (scenario) => {
  scenario(
    'F01 reloads in a row, valid and broken, kill -9 in between: no job and no tick is lost or doubled, and all converge',
    async (world) => {
      await world.manifest(sections(0));
      const args = ['--only', 'worker,scheduler'];
      const fleet = await Promise.all(Array.from({ length: processes }, () => world.worker({ args })));
      const oracle = await world.oracle();
      const times: number[] = [];
      const all = async (what: string): Promise<void> => {
        const from = hostNow();
        await waitFor(`${what}: all to run one manifest`, () => converged(oracle, fleet));
        times.push(hostNow() - from);
      };
      await all('start');
      const from = await oracle.now();
      const producer = new Producer(world);
      let due = 0;
      for (let turn = 1; turn <= reloads; turn += 1) {
        const [before] = await oracle.revisions.list(1);
        await world.manifest(sections(turn));
        await world.enqueueMany(5, { do: 'sleep', ms: 2 }, {}, 'other.0');
        due += kills / reloads;
        // None begins with a broken file.
        if (due >= 1 / 2 && turn % BROKEN !== BROKEN - 1) {
          due -= 1;
          await fleet.shift()?.kill();
          fleet.push(await world.worker({ args }));
        }
        if (turn % AWAITED !== 0 || turn % BROKEN === BROKEN - 1) continue;
        await waitFor(
          `reload ${turn}`,
          async () => ((await oracle.revisions.list(1))[0]?.revision ?? 0) > (before?.revision ?? 0),
        );
        await all(`reload ${turn}`);
      }
      const rate = await producer.end();
      const to = await oracle.now();
      // What is due now is fired: without its schedule nobody would do it any more.
      await waitFor('its tick', async () => {
        const [last] = await oracle.schedules.history('steady', 1);
        return last !== undefined && last.plannedAt > to - SECOND;
      });
      await world.manifest(PATIENT);
      await waitFor('the manifest without schedules', async () => {
        const rows = await oracle.schedules.list();
        return rows.length === 0;
      });
      await all('the end');
      const { jobs } = await world.check({ duplicates: 100 * kills });
      const ids = world.ledger.of('end').map(({ id }) => id);
      const ticks = checkTicks([...(await world.allJobs()).keys()], from, to);
      assert.equal(ids.length >= jobs, true);
      assert.ok((await oracle.revisions.list(1_000)).length > reloads / BROKEN);
      const sorted = times.sort((one, other) => one - other);
      const told = `${jobs} jobs offered at ${Math.round(rate)}/s (${producer.held} held back), ${ticks} ticks; all converged within `;
      if (WHOLE)
        process.stdout.write(
          `${told}${Math.round(sorted[sorted.length >> 1] ?? 0)} ms (median), ${Math.round(sorted.at(-1) ?? 0)} ms (most) of ${times.length}\n`,
        );
    },
  );
});
