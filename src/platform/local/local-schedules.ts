/** The operations on schedules. */
import { type Engine, TICKS_KEPT } from '../../engine/index.ts';
import { iso, SkepError } from '../../foundation/index.ts';
import { type GenerationSource, type Manifest, placesOf, type ScheduleSpec } from '../../manifest/index.ts';
import { type Enqueuer, payloadAt } from '../../runtime/index.ts';
import type {
  AgendaView,
  BackfillRequest,
  BackfillView,
  EnqueuedView,
  NextTicksView,
  PauseRequest,
  ScheduleDetailView,
  ScheduleView,
  TickHistoryView,
} from '../../api/index.ts';
import { agendaOf } from '../views/agenda.ts';
import { backfilled } from './backfilled.ts';
import type { LocalJobs } from './local-jobs.ts';
import type { LocalRuns } from './local-runs.ts';
import { plannedTicks } from '../views/planned-ticks.ts';
import { unknownName } from './refusals.ts';
import { scheduleRules } from '../views/schedule-rules.ts';
import { pauseWhy } from '../views/standing.ts';
import { tickRecordView } from '../views/tick-records.ts';
import { scheduleView } from '../views/views.ts';

export interface ScheduleParts {
  readonly engine: () => Engine;
  readonly enqueuer: Pick<Enqueuer, 'backfill'>;
  readonly generations: GenerationSource;
}

/** What a schedule starts when it is run by hand. */
export interface Startable {
  readonly jobs: Pick<LocalJobs, 'enqueue'>;
  readonly runs: Pick<LocalRuns, 'runOfSchedule'>;
}

const UPCOMING = 10;
const RECORDS = 20;

export class LocalSchedules {
  readonly #parts: ScheduleParts;
  readonly #starts: Startable;

  constructor(parts: ScheduleParts, starts: Startable) {
    this.#parts = parts;
    this.#starts = starts;
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  get #manifest(): Manifest {
    return this.#parts.generations.current().manifest;
  }

  async schedules(): Promise<readonly ScheduleView[]> {
    const engine = this.#engine;
    const [rows, now] = await Promise.all([engine.schedules.list(), engine.now()]);
    const stored = new Map(rows.map((row) => [row.name, row]));
    return Object.values(this.#manifest.schedules).map((spec) => scheduleView(spec, stored.get(spec.name), now));
  }

  async schedule(name: string): Promise<ScheduleDetailView> {
    const view = await this.#view(name);
    const places = await placesOf(this.#manifest);
    return {
      ...view,
      place: places.entry('schedules', name),
      rules: scheduleRules(this.#scheduleSpec(name)),
      upcoming: (await this.nextTicks(name, UPCOMING)).next,
      lastMade: await this.#madeLast(view),
    };
  }

  async agenda(within?: string, of?: ReadonlySet<string>): Promise<AgendaView> {
    const [all, now] = await Promise.all([this.schedules(), this.#engine.now()]);
    const views = of === undefined ? all : all.filter(({ name }) => of.has(name));
    return agendaOf(within, { schedules: this.#manifest.schedules, views, now });
  }

  async #madeLast({ lastJobId: id, workflow }: ScheduleView): Promise<ScheduleDetailView['lastMade']> {
    if (id === null) return null;
    const made = workflow === null ? await this.#engine.jobs.get(id) : await this.#engine.runs.get(id);
    if (made === null) return null;
    const { state, finishedAt } = made;
    return {
      kind: workflow === null ? 'job' : 'run',
      ...{ id, state },
      finishedAt: finishedAt === null ? null : iso(finishedAt),
    };
  }

  async #view(name: string): Promise<ScheduleView> {
    this.#scheduleSpec(name);
    const found = (await this.schedules()).find((schedule) => schedule.name === name);
    if (found === undefined) throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, []);
    return found;
  }

  async nextTicks(name: string, count: number, from?: string, aroundDst?: boolean): Promise<NextTicksView> {
    // From another instant it is told what the manifest plans, whatever has been made until now.
    if (from !== undefined) return plannedTicks(this.#manifest, name, { count, from, aroundDst });
    const [rows, now] = await Promise.all([this.#engine.schedules.list(), this.#engine.now()]);
    const made = rows.find((row) => row.name === name)?.runs;
    return plannedTicks(this.#manifest, name, { count, from: now, aroundDst, made });
  }

  async tickHistory(name: string, limit = RECORDS): Promise<TickHistoryView> {
    const spec = this.#scheduleSpec(name);
    const records = await this.#engine.schedules.history(name, Math.min(limit, TICKS_KEPT));
    return { schedule: name, ticks: records.map((record) => tickRecordView(spec, record)) };
  }

  backfillSchedule(name: string, request: BackfillRequest): Promise<BackfillView> {
    return backfilled(this.#scheduleSpec(name), request, { engine: this.#engine, enqueuer: this.#parts.enqueuer });
  }

  async runSchedule(name: string): Promise<EnqueuedView> {
    const spec = this.#scheduleSpec(name);
    const { task, workflow } = spec;
    const { jobs, runs } = this.#starts;
    const engine = this.#engine;
    const [rows, now] = await Promise.all([engine.schedules.list(), engine.now()]);
    const row = rows.find((one) => one.name === name);
    const payload = payloadAt(spec, row, { tickAt: now, now });
    const [receipt] = await (task === null ? runs.runOfSchedule(workflow, payload) : jobs.enqueue(task, [{ payload }]));
    if (receipt === undefined) throw new SkepError('INTERNAL', 'the engine gave no receipt');
    const record = { plannedAt: now, from: null, id: receipt.id, by: 'manual', why: null, blockedBy: null } as const;
    await engine.schedules.note(name, [record]);
    return receipt;
  }

  async pauseSchedule(
    name: string,
    paused: boolean,
    why: PauseRequest = {},
    by?: string | null,
  ): Promise<ScheduleView> {
    const spec = this.#scheduleSpec(name);
    if (spec.paused && !paused) {
      throw new SkepError('STATE_CONFLICT', `the manifest says that the schedule ${name} is paused`, {
        hint: 'take `paused` out of the manifest; a reload lets it fire again',
      });
    }
    const row = await this.#engine.schedules.pause(name, paused, pauseWhy(why, by ?? null, await this.#engine.now()));
    if (row !== null) return this.#view(name);
    throw new SkepError('STATE_CONFLICT', `the store does not know the schedule ${spec.name} yet`, {
      hint: 'start a process with the scheduler role once, so that it is applied',
    });
  }

  #scheduleSpec(name: string): ScheduleSpec {
    const { schedules } = this.#manifest;
    const spec = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
    if (spec === undefined) throw unknownName('SCHEDULE_UNKNOWN', 'schedule', name, Object.keys(schedules));
    return spec;
  }
}
