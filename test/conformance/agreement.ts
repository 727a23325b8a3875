/**
 * The engines agree: jobs go random ways through all transitions, and after each step the whole job, as it is stored, is
 * what core/life.ts makes of it. A way is replayed by its seed; more of them: `npm run agreement` (SKEP_SEQUENCES).
 */
import assert from 'node:assert/strict';
import {
  apply,
  annotated,
  cancelledError,
  type Change,
  type EndedAttempt,
  type Hold,
  isFinished,
  type Job,
  mayLeave,
  type Outcome,
  replacedStart,
  resultUntil,
  waitsLetGo,
  type Unique,
} from '../../src/core/index.ts';
import { type Engine, judgementOf, type NewJob, storedJob } from '../../src/engine/index.ts';
import { Random, seedOfRun } from '../faults/harness/random.ts';
import { newJob } from '../support/new-job.ts';
import { waitFor } from '../support/wait-for.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { Limits, type Range, within } from './agreement-limits.ts';
import { type EngineHarness, scene, type Scene } from './harness.ts';
import { rulesWith } from '../support/rules.ts';

const SEQUENCES = Number(process.env['SKEP_SEQUENCES'] ?? 12);
const STEPS = 14;
/** A test each, so that a long run is cut into pieces that can be seen. */
const PER_TEST = 10;
const SOON = 1;
const LATER = 600_000;
const GATE = 'walkers';
const MAX_RESCUES = 3;
/** Of all ways: each begins with a store without jobs. */
const KEY: Omit<Unique, 'onConflict' | 'while'> = { key: 'test.work/["a\\"b"]', forMs: null, maxMs: null };
const QUEUES = ['default', 'other'] as const;
/**
 * Instants of one step, seen from outside: Redis counts a completion from the reserve, by what the process measured since it
 * had the answer, which a busy machine may keep from it.
 */
const ROUNDING_MS = 1_000;

type Act =
  | 'take'
  | 'end'
  | 'note'
  | 'rescue'
  | 'leave'
  | 'promote'
  | 'unblock'
  | 'expire'
  | 'forget'
  | 'stray'
  | 'rival'
  | 'due'
  | 'reload'
  | 'set'
  | 'shut'
  | 'open'
  | 'cancel'
  | 'retry'
  | 'remove'
  | 'move'
  | 'prioritize'
  | 'replace'
  | 'meet';

export function agreementTests(harness: EngineHarness): void {
  describe('agreement', () => {
    const at = scene(harness, { maxRescues: MAX_RESCUES });
    const seed = seedOfRun();

    for (let first = 0; first < SEQUENCES; first += PER_TEST) {
      it(`jobs are what the reducer makes of them, seeds from ${seed + first}`, async () => {
        await at.engine.fleet.join(INFO);
        const mortal = await at.store.open({ maxRescues: MAX_RESCUES });
        for (let number = first; number < Math.min(first + PER_TEST, SEQUENCES); number += 1) {
          const way = new Way(at, mortal, seed + number);
          await way.go();
        }
      });
    }
  });
}

function followerOf(seed: number): string {
  return `follows-${seed}`;
}

/** An attempt, as its worker has it. */
interface Attempt {
  readonly held: Held;
  readonly by: Engine;
  readonly session: string;
}

function lastWait({ waits }: Job): number | null {
  return waits.at(-1)?.until ?? null;
}

/** One job from its enqueue on. */
class Way {
  readonly #at: Scene;
  /** Holds some of its attempts, and loses its session. */
  readonly #mortal: Engine;
  readonly #seed: number;
  readonly #random: Random;
  readonly #given: NewJob;
  readonly #steps: string[] = [];
  #job: Job | null = null;
  #held: Attempt | undefined;
  /** Former attempts that have not ended, though the job has another by now. */
  #strays: Attempt[] = [];
  readonly #limits: Limits;
  /** The store knows the attempt of `#held` still: its end is recorded, though its job was cancelled. */
  #recordable = false;
  /** It has ended in a state from which its consequence follows. */
  #followed = false;
  /** The gate that the job may have lets nobody through. */
  #shut = false;
  /** The attempt of `#held` was given back by leave. */
  #left = false;
  /** On a Cluster a key counts in the part of a queue where its job was enqueued. */
  #moved = false;

  constructor(at: Scene, mortal: Engine, seed: number) {
    this.#at = at;
    this.#mortal = mortal;
    this.#seed = seed;
    this.#random = new Random(seed);
    const pick = <T>(from: readonly T[]): T => this.#random.pick(from);
    this.#limits = new Limits(at.engine, this.#random, seed);
    // On a Cluster each part of a queue counts alone.
    const shards = this.#limits.isWhole || this.#limits.isEmpty ? pick([1, 4]) : 1;
    this.#given = newJob({
      ...pick([{}, { id: `walker-${seed}`, idChosen: true }]),
      priority: pick([0, 5, 9]),
      payload: pick([null, 7, { text: 'ä"\\\n', list: [1, [2]] }]),
      maxAttempts: pick([1, 2, 3, 25]),
      delayMs: pick([0, 0, 0, SOON, LATER]),
      expiresInMs: pick([null, null, LATER, 20]),
      timeout: pick([null, { softMs: 1_000, hardMs: null }]),
      tags: pick([[], ['a', 'b c']]),
      headers: pick([{}, { tenant: 'acme' }]),
      traceparent: pick([null, '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']),
      manifestRevision: pick([null, 4]),
      schedule: pick([null, { name: 'nightly', tickAt: 1_700_000_000_000 }]),
      parentId: pick([null, 'the-parent']),
      resultKeepMs: pick([null, null, 0, SOON, LATER]),
      gates: [...pick([[], [GATE], [`${GATE}/a-key`]]), ...this.#limits.named],
      fairness: pick([null, 'a tenant', '"ä\\']),
      unique: pick([null, { ...KEY, while: pick(['unfinished', 'waiting']), onConflict: 'replace' }]),
      consequences: pick([
        [],
        [
          {
            on: pick([['completed'], ['dead', 'cancelled']] as const),
            effect: { kind: 'enqueue', job: newJob({ id: followerOf(seed), idChosen: true, queue: 'following' }) },
          },
        ],
      ]),
    });
    const rules = rulesWith({ shards: { default: shards, other: shards }, tasks: [this.#given.task] });
    for (const engine of [at.engine, mortal]) engine.govern(rules);
  }

  async go(): Promise<void> {
    try {
      await this.#mortal.fleet.join(INFO);
      await this.#limits.begin();
      const before = await this.#at.engine.now();
      await this.#at.engine.jobs.enqueue([this.#given]);
      this.#steps.push(`enqueue ${JSON.stringify(this.#given)}`);
      await this.#compare(
        (now) => storedJob(this.#given, now),
        ({ createdAt }) => createdAt,
        before,
      );
      for (let step = 0; step < STEPS && this.#job !== null; step += 1) await this.#step();
      await this.#follows();
      await this.#tidy();
    } catch (error) {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`seed ${this.#seed}\n${this.#steps.join('\n→ ')}\n${told}`, { cause: error });
    }
  }

  /** There is the job that follows if the way came to such an end, and only then. */
  async #follows(): Promise<void> {
    const { keeping, jobs } = this.#at.engine;
    for (let more = true; more;) ({ more } = await keeping.deliver(100));
    assert.equal((await jobs.get(followerOf(this.#seed))) !== null, this.#followed, 'what follows');
  }

  /** The next way begins in an empty store. */
  async #tidy(): Promise<void> {
    for (const engine of [this.#mortal, this.#at.engine]) await engine.fleet.leave();
    // Whatever has happened: nothing is taken any more.
    this.#limits.allEnd();
    await this.#limits.compare((await this.#at.engine.jobs.get(this.#given.id)) ?? { hold: null });
    await this.#at.engine.fleet.join(INFO);
    await this.#at.engine.gates.apply({});
    await this.#at.engine.jobs.cancel([this.#given.id], 'the way is over');
    await this.#at.engine.jobs.remove([this.#given.id, followerOf(this.#seed)]);
  }

  async #step(): Promise<void> {
    const act = this.#random.pick(this.#choices());
    this.#steps.push(act);
    await this[act]();
  }

  #choices(): readonly Act[] {
    const { state } = this.#now();
    const running = state === 'running';
    const people = ['cancel', 'retry', 'remove', 'move', 'prioritize'] as const;
    return [
      ...(state === 'available' && !this.#expiresHeld()
        ? (['take', 'take', 'take', 'take', 'take', 'take'] as const)
        : []),
      ...(this.#held ? (['end', 'end'] as const) : []),
      ...(running ? (['note', 'end', 'end', 'end', 'leave', 'rescue', 'rescue'] as const) : []),
      ...(mayLeave('promote', state) ? (['promote', 'promote', 'promote'] as const) : []),
      ...(mayLeave('unblock', state) ? (['unblock', 'unblock'] as const) : []),
      'expire',
      ...(state === 'completed' ? (['forget', 'forget'] as const) : []),
      ...(this.#given.gates.length > 0 ? ([this.#shut ? 'open' : 'shut'] as const) : []),
      ...(this.#strays.length > 0 ? (['stray', 'stray'] as const) : []),
      ...(this.#limits.isEmpty ? [] : (['reload', 'set'] as const)),
      ...(this.#now().hold === null ? [] : (['due', 'due', 'due'] as const)),
      ...(this.#leavesRoomForOthers() ? (['rival', 'rival', 'rival'] as const) : []),
      ...(this.#given.unique !== null && mayLeave('replace', state) && this.#isMet()
        ? (['replace', 'meet'] as const)
        : []),
      ...people.filter((name) => name !== 'remove' || this.#random.next() < 0.2),
    ];
  }

  #isMet(): boolean {
    return !this.#moved || this.#at.engine.capabilities.gates === 'store';
  }

  /** A reserve meets it on one engine, and on the other the sweep does. */
  #expiresHeld(): boolean {
    const { hold, expiresAt } = this.#now();
    return hold !== null && expiresAt !== null;
  }

  /** Another job is handed out, and not this one. */
  #leavesRoomForOthers(): boolean {
    const { state, hold, expiresAt } = this.#now();
    const waits = !isFinished(state) && state !== 'running';
    if (this.#limits.isEmpty || (waits && expiresAt !== null)) return false;
    return state !== 'available' || hold !== null;
  }

  #now(): Job {
    assert.ok(this.#job);
    return this.#job;
  }

  // ── what workers do ────────────────────────────────────────────────────────────────────────────────

  async take(): Promise<void> {
    const by = this.#random.pick([this.#at.engine, this.#mortal]);
    const before = await this.#at.engine.now();
    const hand = new Hand(by, this.#now().queue, 1);
    await Promise.race([hand.consumer.idle(), hand.next()]);
    const [held] = hand.held;
    void hand.close();
    if (!held && this.#now().hold !== null) return this.#unchanged();
    const stored = held ? null : await this.#at.engine.jobs.get(this.#given.id);
    if (stored?.state === 'available') return this.#heldAtGate(stored, before);
    if (!held) {
      // It was past its expiry, and reserve has met it.
      await this.#changed({ name: 'expire' }, ({ finishedAt }) => finishedAt, before);
      return;
    }
    if (this.#held) this.#strays.push(this.#held);
    this.#held = { held, by, session: held.lease.session };
    this.#recordable = true;
    this.#left = false;
    this.#limits.meets(held.job, within(held.job.startedAt ?? 0), null);
    this.#limits.starts('own', held.job, held.lease.session);
    await this.#changed({ name: 'reserve' }, ({ startedAt }) => startedAt, before);
    assert.deepEqual(held.job, this.#job, 'the job that was handed out');
  }

  async #heldAtGate(stored: Job, before: number): Promise<void> {
    const hold = stored.hold ?? assert.fail('nothing holds it, and nobody gets it');
    const again = this.#heldAgain(hold);
    const instant = (job: Job): number | null => job.waits.at(-1)?.from ?? null;
    const at: Range = again ? [before, (await this.#at.engine.now()) + 1] : within(instant(stored) ?? 0);
    this.#limits.meets(this.#now(), at, hold);
    await this.#changed({ name: 'hold', hold }, again ? null : instant, before);
    this.#limits.clips(at[0]);
  }

  /** By the gate that held it before, and it has not started since: that is one wait. */
  #heldAgain({ reason, name }: Hold): boolean {
    const { waits, startedAt } = this.#now();
    const last = waits.at(-1);
    return last?.reason === reason && last.name === name && (last.until ?? -1) > (startedAt ?? -1);
  }

  async end(): Promise<void> {
    const { held, session } = this.#held ?? assert.fail();
    const attempt: EndedAttempt = {
      outcome: this.#outcome(),
      worker: session,
      ...this.#random.pick([
        { traceId: null, spanId: null },
        { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
      ]),
      ...this.#note(),
    };
    const { outcome, traceId, spanId, progress, logs } = attempt;
    const extra = { traceId, spanId, progress, logs };
    this.#steps.push(JSON.stringify(attempt));
    const { hold } = this.#now();
    const before = await this.#at.engine.now();
    const receipt = await held.end(outcome, extra);
    const at: Range = [before, (await this.#at.engine.now()) + 1];
    const left = this.#limits.ends('own', held.job, { verdict: judgementOf(outcome), told: receipt.circuits }, at);
    if ('shut' in outcome) await this.#limits.shuts(held.job, outcome.shut.forMs, at);
    const settled = this.#now().state === 'running' && this.#recordable;
    // Redis cannot tell that from a call that is repeated: the attempt is recorded as what it says.
    const repeated = this.#left && outcome.kind === 'release';
    if (!repeated) assert.equal(receipt.status, settled ? 'settled' : 'lost');
    this.#held = undefined;
    if (!this.#recordable || hold !== null) return this.#freed(left, before);
    const instant = (job: Job): number | null => job.attempts.at(-1)?.finishedAt ?? null;
    await this.#changed({ name: 'settle', attempt }, outcome.kind === 'hold' ? null : instant, before);
  }

  async note(): Promise<void> {
    const { held, by } = this.#held ?? assert.fail();
    const note = this.#note();
    await by.jobs.annotate([{ lease: held.lease, ...note }]);
    await this.#compare(() => (this.#recordable ? annotated(this.#now(), note) : this.#now()));
  }

  async leave(): Promise<void> {
    const { by, session } = this.#held ?? assert.fail();
    const before = await this.#at.engine.now();
    await by.fleet.leave();
    this.#recordable = false;
    this.#left = true;
    this.#sessionEnds(session, before);
    await this.#changed({ name: 'leave', worker: session }, (job) => job.attempts.at(-1)?.finishedAt ?? null, before);
    await by.fleet.join(INFO);
  }

  async rescue(): Promise<void> {
    const { by, session } = this.#held ?? assert.fail();
    const before = await this.#at.engine.now();
    await this.#at.store.endLeases(session);
    await waitFor('the rescue', async () => (await this.#at.engine.keeping.rescue(100)).rescued.length === 1);
    this.#recordable = false;
    this.#sessionEnds(session, before);
    const change = { name: 'rescue', worker: session, maxRescues: MAX_RESCUES } as const;
    await this.#changed(change, (job) => job.attempts.at(-1)?.finishedAt ?? null, before);
    await by.fleet.join(INFO);
  }

  #sessionEnds(session: string, at: number): void {
    this.#limits.sessionEnds(session, at);
    this.#strays = this.#strays.filter((stray) => stray.session !== session);
  }

  /** A former attempt ends, whose lease is lost. */
  async stray(): Promise<void> {
    const { held } = this.#strays.shift() ?? assert.fail();
    const outcome = this.#random.pick<Outcome>([
      { kind: 'complete', result: null },
      { kind: 'dead', error: FAILURE },
    ]);
    const before = await this.#at.engine.now();
    const { circuits } = await held.end(outcome);
    const at: Range = [before, (await this.#at.engine.now()) + 1];
    const left = this.#limits.ends('own', held.job, { verdict: judgementOf(outcome), told: circuits }, at);
    await this.#freed(left, before);
  }

  /** Another job comes to its turn, and goes. */
  async rival(): Promise<void> {
    const { engine } = this.#at;
    const { queue, gates } = this.#now();
    const job = newJob({ queue, gates: this.#limits.isWhole ? this.#random.pick([gates, []]) : gates });
    await engine.jobs.enqueue([job]);
    const before = await engine.now();
    const hand = new Hand(engine, queue, 1);
    await Promise.race([hand.consumer.idle(), hand.next()]);
    const [held] = hand.held;
    void hand.close();
    const left = held ? await this.#rivalRuns(held, before) : [];
    if (!held) {
      const stored = (await engine.jobs.get(job.id)) ?? assert.fail();
      this.#limits.meets(stored, within(stored.waits.at(-1)?.from ?? 0), stored.hold);
      this.#limits.clips(before);
      await engine.jobs.cancel([job.id], 'the rival');
    }
    assert.equal((await engine.jobs.remove([job.id]))[0]?.status, 'done');
    await this.#freed(left, before);
  }

  async #rivalRuns(held: Held, before: number): Promise<readonly string[]> {
    this.#limits.meets(held.job, within(held.job.startedAt ?? 0), null);
    this.#limits.starts('rival', held.job, held.lease.session);
    const outcome = this.#random.pick<Outcome>([
      { kind: 'complete', result: null },
      { kind: 'dead', error: FAILURE },
      { kind: 'snooze', delayMs: LATER },
    ]);
    this.#steps.push(JSON.stringify(outcome));
    const { circuits } = await held.end(outcome);
    const at: Range = [before, (await this.#at.engine.now()) + 1];
    return this.#limits.ends('rival', held.job, { verdict: judgementOf(outcome), told: circuits }, at);
  }

  #outcome(): Outcome {
    const shut =
      this.#limits.breaks && this.#limits.isWhole && this.#random.next() < 0.3
        ? { shut: { gates: [this.#limits.bucket], forMs: this.#random.pick([SOON, LATER]) } }
        : {};
    return this.#random.pick<Outcome>([
      { kind: 'complete', result: this.#random.pick([null, { ok: [true] }]) },
      { kind: 'retry', error: FAILURE, delayMs: SOON, ...shut },
      { kind: 'retry', error: FAILURE, delayMs: SOON, ...shut },
      { kind: 'retry', error: FAILURE, delayMs: LATER, ...shut },
      { kind: 'dead', error: FAILURE, ...shut },
      { kind: 'snooze', delayMs: SOON },
      { kind: 'snooze', delayMs: LATER },
      { kind: 'cancel', error: FAILURE },
      { kind: 'cancel', error: null },
      { kind: 'release' },
      { kind: 'release', unstarted: true },
      { kind: 'hold', reason: 'task' },
      { kind: 'hold', reason: 'task' },
    ]);
  }

  #note(): Pick<EndedAttempt, 'progress' | 'logs'> {
    return {
      progress: this.#random.pick([null, null, { done: 1, total: null, message: 'half', at: 5 }]),
      logs: this.#random.pick([[], [], [{ at: 6, line: 'a "line"' }]]),
    };
  }

  // ── what keeps house ───────────────────────────────────────────────────────────────────────────────

  async promote(): Promise<void> {
    const { runAt } = this.#now();
    const { engine } = this.#at;
    const soon = runAt < (await engine.now()) + LATER / 2;
    if (soon) await waitFor('its time', async () => (await engine.now()) >= runAt);
    await engine.keeping.promote(100);
    await (soon ? this.#changed({ name: 'promote' }) : this.#unchanged());
  }

  async unblock(): Promise<void> {
    const before = await this.#at.engine.now();
    await this.#at.engine.keeping.unblock(100);
    await this.#changed({ name: 'unblock' }, ({ runAt }) => runAt, before);
  }

  async expire(): Promise<void> {
    const { engine } = this.#at;
    const { state, expiresAt } = this.#now();
    const before = await engine.now();
    const due = mayLeave('expire', state) && expiresAt !== null && expiresAt < before + LATER / 2;
    if (due) await waitFor('its expiry', async () => (await engine.now()) >= expiresAt);
    await engine.keeping.expire(100);
    await (due ? this.#changed({ name: 'expire' }, ({ finishedAt }) => finishedAt, before) : this.#unchanged());
  }

  async forget(): Promise<void> {
    const { engine } = this.#at;
    const until = resultUntil(this.#now());
    const soon = until !== null && until < (await engine.now()) + LATER / 2;
    if (soon) await waitFor('its end', async () => (await engine.now()) >= until);
    await engine.keeping.forgetResults(100);
    await this.#compare(() => apply(this.#now(), { name: 'forgetResult' }, soon ? until : 0));
  }

  /** What holds it has room, or not yet. */
  async due(): Promise<void> {
    const { engine } = this.#at;
    const until = this.#now().hold?.until ?? Infinity;
    const soon = until < (await engine.now()) + LATER / 2;
    const before = await engine.now();
    const promoted = async (): Promise<boolean> => {
      await engine.keeping.promote(100);
      return !soon || (await engine.jobs.get(this.#given.id))?.hold === null;
    };
    await waitFor('room', promoted);
    await (soon ? this.#changed({ name: 'hold', hold: null }, lastWait, before) : this.#unchanged());
  }

  async reload(): Promise<void> {
    await this.#limits.reload();
    await this.#released();
  }

  async set(): Promise<void> {
    await this.#limits.set();
    await this.#released();
  }

  async shut(): Promise<void> {
    await this.#limits.with({ [GATE]: { reason: 'concurrency', limit: 0 } });
    this.#shut = true;
    await this.#unchanged();
  }

  async open(): Promise<void> {
    await this.#limits.with({});
    this.#shut = false;
    await this.#released();
  }

  /** After a change of rules. */
  async #released(): Promise<void> {
    const { engine } = this.#at;
    const before = await engine.now();
    await engine.gates.release(100);
    this.#limits.clips(before);
    await this.#letGo(before);
  }

  /** Another one has left these gates. */
  #freed(gates: readonly string[], before: number): Promise<void> {
    return gates.includes(this.#now().hold?.name ?? '') ? this.#letGo(before) : this.#unchanged();
  }

  /** Where there is room by now, it waits for its turn again. */
  async #letGo(before: number): Promise<void> {
    const { engine } = this.#at;
    const stored = (await engine.jobs.get(this.#given.id)) ?? assert.fail();
    const held = this.#now().hold !== null;
    const free = held && stored.hold === null;
    const expected = this.#limits.letsGo(this.#now(), [before, (await engine.now()) + 1]);
    if (held && expected !== null) assert.equal(free, expected, 'whether it is let go');
    await (free ? this.#changed({ name: 'hold', hold: null }, lastWait, before) : this.#unchanged());
  }

  // ── what people do ─────────────────────────────────────────────────────────────────────────────────

  async cancel(): Promise<void> {
    const { engine } = this.#at;
    const before = await engine.now();
    const [receipt] = await engine.jobs.cancel([this.#given.id], 'no more');
    if (this.#refused('cancel', receipt?.status)) return this.#unchanged();
    await this.#changed({ name: 'cancel', error: cancelledError('no more') }, ({ finishedAt }) => finishedAt, before);
  }

  async retry(): Promise<void> {
    const { engine } = this.#at;
    const { state } = this.#now();
    const before = await engine.now();
    const [receipt] = await engine.jobs.retry([this.#given.id]);
    if (this.#refused('retry', receipt?.status)) return this.#unchanged();
    this.#recordable = false;
    await this.#changed({ name: 'retry' }, state === 'available' ? null : ({ runAt }) => runAt, before);
  }

  async remove(): Promise<void> {
    const [receipt] = await this.#at.engine.jobs.remove([this.#given.id]);
    if (this.#refused('remove', receipt?.status)) return this.#unchanged();
    this.#recordable = false;
    assert.equal(await this.#at.engine.jobs.get(this.#given.id), null);
    this.#job = null;
  }

  // ── what jobs with its key do ──────────────────────────────────────────────────────────────────────

  async meet(): Promise<void> {
    const { id, state, runAt, queue, gates } = this.#now();
    const job = newJob({ unique: this.#unique('keep'), queue, gates });
    assert.deepEqual(await this.#at.engine.jobs.enqueue([job]), [{ id, status: 'existing', state, runAt }]);
    await assert.rejects(this.#at.engine.jobs.enqueue([{ ...job, unique: this.#unique('reject') }]), {
      code: 'JOB_EXISTS',
    });
    await this.#unchanged();
  }

  async replace(): Promise<void> {
    const { engine } = this.#at;
    const before = await engine.now();
    const { id, queue, state, createdAt, startedAt } = this.#now();
    const unique = this.#unique('replace');
    const delayMs = this.#random.pick([0, SOON, LATER]);
    const expiresInMs =
      startedAt === null && delayMs > 0 && state !== 'blocked' ? this.#random.pick([null, LATER]) : null;
    const given = {
      payload: this.#random.pick([null, 'x'.repeat(70_000), { text: '","gates":["', list: [1] }]),
      // On a Cluster they say which part of a queue it is.
      gates: this.#at.engine.capabilities.gates === 'store' ? this.#random.pick([[], [GATE]]) : this.#now().gates,
      care: this.#random.pick([null, { sensitive: ['text'], version: 3, sealed: false }]),
    };
    const job = newJob({ ...given, unique, queue, delayMs, expiresInMs });
    this.#steps.push(JSON.stringify({ ...given, payload: typeof given.payload, delayMs, expiresInMs }));
    const [receipt] = await engine.jobs.enqueue([job]);
    assert.deepEqual([receipt?.id, receipt?.status], [id, 'existing']);
    const placed = state !== 'blocked' && (delayMs > 0 || state !== 'available');
    const letGo = this.#now().hold !== null && given.gates.join() !== this.#now().gates.join();
    await this.#compare(
      (now) =>
        apply(
          this.#now(),
          {
            name: 'replace',
            by: {
              ...given,
              runAt: replacedStart(unique, now + delayMs, createdAt),
              expiresAt: expiresInMs === null ? null : now + expiresInMs,
            },
          },
          now,
        ),
      placed ? ({ runAt }) => runAt - delayMs : letGo ? lastWait : null,
      before,
    );
    assert.deepEqual([receipt?.state, receipt?.runAt], [this.#now().state, this.#now().runAt]);
  }

  #unique(onConflict: Unique['onConflict']): Unique {
    return { ...(this.#given.unique ?? assert.fail()), onConflict };
  }

  async move(): Promise<void> {
    const { engine } = this.#at;
    const { state, queue: from } = this.#now();
    const queue = this.#random.pick(QUEUES);
    const before = await engine.now();
    const [receipt] = await engine.jobs.move([this.#given.id], queue);
    if (queue === from) return this.#unchanged();
    if (this.#refused('move', receipt?.status)) return this.#unchanged();
    this.#moved = true;
    // It is let go a moment before it has come.
    const left = lastWait((await engine.jobs.get(this.#given.id)) ?? assert.fail());
    const moved = (now: number): Job => {
      const { hold, waits } = this.#now();
      const job = apply(this.#now(), { name: 'move', queue }, now);
      return hold === null ? job : { ...job, waits: waitsLetGo(waits, left ?? 0) };
    };
    await this.#compare(moved, state === 'available' ? ({ runAt }) => runAt : null, before);
  }

  async prioritize(): Promise<void> {
    const { engine } = this.#at;
    const { state, hold, priority: former } = this.#now();
    const priority = this.#random.pick([0, 5, 9]);
    const before = await engine.now();
    const [receipt] = await engine.jobs.prioritize([this.#given.id], priority);
    if (this.#refused('prioritize', receipt?.status)) return this.#unchanged();
    const anew = state === 'available' && hold === null && priority !== former;
    await this.#changed({ name: 'prioritize', priority }, anew ? ({ runAt }) => runAt : null, before);
  }

  #refused(name: 'cancel' | 'retry' | 'remove' | 'move' | 'prioritize', status: string | undefined): boolean {
    const allowed = mayLeave(name, this.#now().state);
    assert.equal(status, allowed ? 'done' : 'refused', name);
    return !allowed;
  }

  // ── comparing ──────────────────────────────────────────────────────────────────────────────────────

  #unchanged(): Promise<void> {
    return this.#compare(() => this.#now());
  }

  #changed(change: Change, instant: ((job: Job) => number | null) | null = null, before = 0): Promise<void> {
    return this.#compare((now) => apply(this.#now(), change, now), instant, before);
  }

  /**
   * @param expected the job after the step, given its instant
   * @param instant where the stored job shows it; null when nothing of the job follows from it
   */
  async #compare(
    expected: (now: number) => Job,
    instant: ((job: Job) => number | null) | null = null,
    before = 0,
  ): Promise<void> {
    const stored = await this.#at.engine.jobs.get(this.#given.id);
    assert.ok(stored, 'it is stored');
    const now = instant?.(stored) ?? 0;
    const wanted = this.#withInstantOf(stored, expected(now));
    // A result may expire between two steps, not before its time.
    const until = stored.resultGone === 'expired' ? resultUntil(stored) : null;
    if (until !== null) assert.ok((await this.#at.engine.now()) >= until, 'not before its time');
    assert.deepEqual(stored, until === null ? wanted : apply(wanted, { name: 'forgetResult' }, until));
    if (instant) {
      const after = await this.#at.engine.now();
      assert.ok(now >= before - ROUNDING_MS && now <= after + ROUNDING_MS, `${before} ≤ ${now} ≤ ${after}`);
    }
    if (isFinished(stored.state) && stored.state !== this.#job?.state) {
      const { state } = stored;
      this.#followed ||= this.#given.consequences.some(({ on }) => on.includes(state));
    }
    this.#job = stored;
    await this.#limits.compare(stored);
  }

  /** When there is room again changes with what others do, and at its begin the model has looked at it. */
  #withInstantOf({ hold: told }: Job, job: Job): Job {
    const { hold } = job;
    if (hold === null || told === null || hold.name.startsWith(GATE)) return job;
    return { ...job, hold: { ...hold, until: told.until } };
  }
}
