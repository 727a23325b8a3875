/**
 * Turns ticks of schedules into jobs, exactly one per tick, however many processes do the same.
 *
 * A beat only says "look". What is due follows from the durable cursor in the store, and a claim that moves
 * the cursor and stores the job in one step decides who was first. So a beat that is lost, late or doubled, a
 * clock that jumps or a process that dies changes nothing but how late a job starts.
 */
import { type NoticeName, tell } from '../../core/index.ts';
import type { StoreCheck } from '../../engine/index.ts';
import { formatDuration, type LogFields, Service } from '../../foundation/index.ts';
import type { Generation } from '../../manifest/index.ts';
import { type Heartbeat, startHeartbeat, type StartHeartbeat } from '../working/heartbeat.ts';
import { CursorsAhead } from './cursors-ahead.ts';
import { doneWithin, throughOutage } from '../working/patience.ts';
import type { RuntimeDeps } from '../ports.ts';
import { type Entry, ScheduleBook } from './schedule-book.ts';
import { SchedulesInForce } from './schedules-in-force.ts';
import { claimTicks, type PlannedTick } from './tick-claims.ts';
import { TickJudge } from './tick-judge.ts';
import { type DueTicks, plan } from './tick-plan.ts';

export interface SchedulerOptions {
  /** What makes it look every second; tests beat by themselves. */
  readonly startHeartbeat?: StartHeartbeat;
}

/** Claims per call, between which others get their turn. */
const BATCH = 200;
/** A turn that takes longer does not keep the next one from starting: the store may hang. */
const TURN_MS = 5_000;
/** Parked schedules: a signal that they run again may have been lost. */
const REFRESH_MS = 10_000;
const CLOCKS_APART_MS = 2_000;

export class Scheduler extends Service {
  readonly #deps: RuntimeDeps;
  readonly #startHeartbeat: StartHeartbeat;
  #heartbeat: Heartbeat | undefined;
  #unsubscribe: (() => void) | undefined;
  /** The generation whose schedules the book holds. */
  #applied: Generation | undefined;
  #book: ScheduleBook | undefined;
  #turn: { readonly startedAt: number; readonly ended: Promise<void> } | undefined;
  #refreshAt = Infinity;
  /** Its schedules are to be put in force although the generation is the same. */
  #again = false;
  readonly #inForce: SchedulesInForce;
  readonly #ahead: CursorsAhead;
  readonly #judge: TickJudge;
  readonly #warned = new Set<NoticeName>();

  constructor(deps: RuntimeDeps, options: SchedulerOptions = {}) {
    super();
    this.#deps = deps;
    this.#startHeartbeat = options.startHeartbeat ?? startHeartbeat;
    this.#inForce = new SchedulesInForce(deps);
    this.#ahead = new CursorsAhead(deps);
    this.#judge = new TickJudge(deps);
  }

  /** What keeps schedules from firing as they are written; nothing while all is well. */
  get checks(): readonly StoreCheck[] {
    return [this.#inForce.check, this.#ahead.check].filter((check) => check !== undefined);
  }

  protected override async onStart(): Promise<void> {
    const { tracer, engine, clock, outage } = this.#deps;
    const apply = (): Promise<void> => tracer.detached(() => this.#apply(this.#deps.generations.current()));
    await throughOutage(apply, { clock, outage, signal: this.ending });
    this.#unsubscribe = engine.fleet.onSignal(({ type }) => {
      if (type === 'controls-changed') this.#refreshAt = -Infinity;
    });
    this.#heartbeat = tracer.detached(() => this.#startHeartbeat(() => void this.beat(), this.#deps.clock));
  }

  protected override async onStop(): Promise<void> {
    await this.#heartbeat?.stop();
    this.#unsubscribe?.();
    if (this.#turn) await doneWithin(this.#turn.ended, TURN_MS, { clock: this.#deps.clock });
    await this.#withdraw();
  }

  /** Others need not wait for the end of this process, which may drain for long. Should it fail, the end tells them. */
  async #withdraw(): Promise<void> {
    const withdrawn = this.#inForce.withdraw();
    withdrawn.catch((error: unknown) => tell(this.#deps.logger, 'schedules.kept', { err: error }));
    await doneWithin(withdrawn, TURN_MS, { clock: this.#deps.clock });
  }

  /** A reload was asked for and nothing has changed: the schedules of this process are in force from now on. */
  async affirm(): Promise<void> {
    this.#again = true;
    await this.generationChanged();
  }

  /**
   * To be called when another generation is in force. Resolves when its schedules rule; before that, ticks of
   * the old ones up to now are claimed. It never rejects: what fails is tried again with the next beat.
   */
  async generationChanged(): Promise<void> {
    for (let looks = 0; looks < 3 && !this.stopping; looks += 1) {
      if (this.#turn) await doneWithin(this.#turn.ended, TURN_MS, { clock: this.#deps.clock });
      await this.beat();
      if (this.#applied === this.#deps.generations.current() && !this.#again) return;
    }
  }

  /** Looks once. Never rejects; does nothing while another look is under way. */
  async beat(): Promise<void> {
    const now = this.#deps.clock.monotonic();
    if (this.stopping || (this.#turn && now - this.#turn.startedAt < TURN_MS)) return;
    if (this.#turn) this.#warnOnce('schedules.slow', { limit: formatDuration(TURN_MS) });
    const ended = this.#deps.tracer.detached(() => this.#look());
    const turn = { startedAt: now, ended };
    this.#turn = turn;
    await ended;
    if (this.#turn === turn) this.#turn = undefined;
  }

  async #look(): Promise<void> {
    try {
      const generation = this.#deps.generations.current();
      if (generation !== this.#applied) this.#book?.hurry(generation.manifest);
      await this.#reconcile();
      if (generation !== this.#applied || this.#again) await this.#apply(generation);
      else await this.#takeBack(generation);
      this.#warned.delete('schedules.failed');
      this.#warned.delete('schedules.slow');
    } catch (error) {
      if (this.#deps.outage?.noticed(error) !== true) this.#warnOnce('schedules.failed', { err: error });
    }
  }

  /** Makes the store's schedules those of the generation; unchanged ones are not touched. */
  async #apply(generation: Generation): Promise<void> {
    const { manifest } = generation;
    // The same manifest, which has got its number; or one whose schedules are not to be in force.
    const same = this.#applied?.manifest.schedules === manifest.schedules && !this.#again;
    const known = same || generation.standsIn === true;
    const rows = known ? await this.#deps.engine.schedules.list() : await this.#inForce.apply(generation);
    this.#book = new ScheduleBook(manifest, rows);
    this.#applied = generation;
    this.#again = false;
  }

  async #takeBack(generation: Generation): Promise<void> {
    const rows = await this.#inForce.look(generation);
    if (rows) this.#book = new ScheduleBook(generation.manifest, rows);
  }

  async #reconcile(): Promise<void> {
    const { engine, clock } = this.#deps;
    const book = this.#book;
    if (!book || book.size === 0) return;
    const now = await engine.now();
    this.#compareClocks(now);
    await this.#refresh(book, clock.monotonic());
    await this.#ahead.mend(book, now);
    await this.#endPauses(book, now);
    for (;;) {
      const due = book.due(now);
      if (due.length === 0 || book !== this.#book || this.stopping) return;
      const before = book.nextAt();
      await this.#claim(book, due, now);
      // Nothing came of it, as when the store's row stands still: the next beat looks again.
      if (book.due(now).length === due.length && book.nextAt() === before) return;
    }
  }

  async #refresh(book: ScheduleBook, now: number): Promise<void> {
    if (this.#refreshAt === Infinity && book.parked) this.#refreshAt = now + REFRESH_MS;
    if (now < this.#refreshAt) return;
    this.#refreshAt = Infinity;
    book.refresh(await this.#deps.engine.schedules.list());
  }

  async #endPauses(book: ScheduleBook, now: number): Promise<void> {
    for (const entry of book.woken(now)) {
      const row = await this.#deps.engine.schedules.endPause(entry.row.name, entry.row.pause?.until ?? now);
      if (row === null) book.park(entry);
      else book.update(entry, row);
    }
  }

  async #claim(book: ScheduleBook, due: readonly Entry[], now: number): Promise<void> {
    const generation = this.#applied;
    if (generation === undefined) return;
    const planned = await this.#judged(book, plan(due, now));
    for (let start = 0; start < planned.length && !this.stopping; start += BATCH) {
      const batch = planned.slice(start, start + BATCH);
      const receipts = await claimTicks(batch, this.#applied ?? generation, { ...this.#deps, now });
      batch.forEach(({ entry }, index) => {
        const row = receipts[index]?.row;
        if (row) book.update(entry, row);
        else book.park(entry);
      });
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #judged(book: ScheduleBook, due: readonly DueTicks[]): Promise<readonly PlannedTick[]> {
    const planned: PlannedTick[] = [];
    for (const { entry, decisions } of due) {
      const judgement = await this.#judge.judge(entry, decisions);
      if (judgement.row === null) book.park(entry);
      else if (judgement.row !== undefined) book.update(entry, judgement.row);
      for (const decision of judgement.decisions) planned.push({ entry, decision });
    }
    return planned;
  }

  #compareClocks(now: number): void {
    const apartMs = Math.abs(this.#deps.clock.now() - now);
    if (apartMs <= CLOCKS_APART_MS) this.#warned.delete('clocks.apart');
    else this.#warnOnce('clocks.apart', { apartMs });
  }

  #warnOnce(name: NoticeName, fields: LogFields): void {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    tell(this.#deps.logger, name, fields);
  }
}
