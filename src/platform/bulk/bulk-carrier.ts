/** Bulk operations of this process: those that it was asked for, and those that others have left. */
import type { BulkRequest, BulkView, JobView } from '../../api/index.ts';
import type { Scope } from '../../core/index.ts';
import type { BulkRow, Engine, JobFilter, ListedJob } from '../../engine/index.ts';
import { type Clock, type IdSource, messageOf, outside, SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { doneWithin } from '../../runtime/index.ts';
import { type BulkPlan, bulkView, newRecord, recordIn } from './bulk-record.ts';
import { planOf } from './bulk-request.ts';
import { BulkRun, LEASE_MS } from './bulk-run.ts';
import { BulkSearch } from './bulk-search.ts';
import { hiddenSight } from '../views/sight.ts';
import { jobView } from '../views/views.ts';

export interface BulkCarrierParts {
  readonly engine: () => Engine;
  readonly manifest: () => Pick<Manifest, 'queues' | 'tasks'>;
  readonly clock: Clock;
  readonly newId: IdSource;
  /** Aborts when the process leaves the store. */
  readonly signal: AbortSignal;
}

const LISTED = 200;
/** Operations at once: the others wait for whoever has room. */
const AT_ONCE = 10;
/** A stop waits so long for them. */
const SETTLED_MS = 3_000;

export class BulkCarrier {
  readonly #parts: BulkCarrierParts;
  readonly #carrier: string;
  readonly #carried = new Set<Promise<void>>();

  constructor(parts: BulkCarrierParts) {
    this.#parts = parts;
    this.#carrier = parts.newId();
  }

  /** @throws SkepError USAGE, REQUEST_INVALID, QUEUE_UNKNOWN */
  async start(request: BulkRequest, by: string | null, scope: Scope | null = null): Promise<BulkView> {
    const engine = this.#parts.engine();
    const createdAt = await engine.now();
    const plan = planOf(request, this.#parts.manifest().queues, createdAt);
    const id = this.#parts.newId();
    // The store counts jobs of all queues and tasks.
    const matched = scope === null ? await this.#matched(plan, createdAt) : null;
    const record = newRecord(plan, { id, by, createdAt, matched, scope });
    const body = JSON.stringify(record);
    await engine.bulks.add(id, body, this.#hold);
    this.#carry({ id, body, done: false, cancelled: false, held: true });
    return this.get(id);
  }

  /** @returns null where nobody knows before all were looked at */
  async #matched({ given, filter }: BulkPlan, createdAt: number): Promise<number | null> {
    const engine = this.#parts.engine();
    const search = new BulkSearch({ given, filter, createdAt }, { jobs: engine.jobs, view: this.#view });
    return search.looks ? null : countOf(engine, filter);
  }

  async list(): Promise<readonly BulkView[]> {
    return (await this.#parts.engine().bulks.list(LISTED)).map(bulkView);
  }

  /** @throws SkepError BULK_UNKNOWN */
  async get(id: string): Promise<BulkView> {
    const row = await this.#parts.engine().bulks.get(id);
    if (row === null) throw unknownBulk(id);
    return bulkView(row);
  }

  /** @throws SkepError BULK_UNKNOWN */
  async cancel(id: string): Promise<BulkView> {
    await this.#parts.engine().bulks.cancel(id);
    return this.get(id);
  }

  /** Goes on with one that nobody has. @returns whether there was one */
  async resume(): Promise<boolean> {
    if (this.#carried.size >= AT_ONCE || this.#parts.signal.aborted) return false;
    const row = await this.#parts.engine().bulks.take(this.#hold);
    if (row !== null) this.#carry(row);
    return row !== null;
  }

  /** Resolves when all that it carried is over or left to others; the signal makes it so, unless the store keeps it waiting. */
  async settled(): Promise<void> {
    await doneWithin(Promise.all(this.#carried), SETTLED_MS, { clock: this.#parts.clock });
  }

  /** A job as it is shown to whoever may not see what is sensitive: a search finds no other things. */
  readonly #view = (job: ListedJob): JobView => jobView(job, hiddenSight(job, this.#parts.manifest()));

  get #hold(): { readonly carrier: string; readonly leaseMs: number } {
    return { carrier: this.#carrier, leaseMs: LEASE_MS };
  }

  #carry(row: BulkRow): void {
    const { engine, clock, signal } = this.#parts;
    const parts = { engine: engine(), view: this.#view, clock, signal, carrier: this.#carrier };
    const carried: Promise<void> = outside(() => carryOut(new BulkRun(recordIn(row), parts))).finally(() =>
      this.#carried.delete(carried),
    );
    this.#carried.add(carried);
  }
}

/** Where the store is away it is left: whoever finds it first when the store is back goes on with it. */
async function carryOut(run: BulkRun): Promise<void> {
  try {
    await run.carry();
  } catch (error) {
    if (error instanceof SkepError && error.kind === 'unavailable') return;
    await run.fail(messageOf(error)).catch(() => undefined);
  }
}

function unknownBulk(id: string): SkepError {
  return new SkepError('BULK_UNKNOWN', `there is no bulk operation ${id}`, {
    hint: '`skep bulk ls` shows them; of those that are over the newest are kept',
  });
}

/** @returns how many match, where the store counts them; else null */
async function countOf({ jobs, queues }: Engine, filter: JobFilter): Promise<number | null> {
  const { states = [], queue, task, fingerprint, ...others } = filter;
  if (Object.keys(others).length > 0) return null;
  if (fingerprint !== undefined) {
    const asked = { fingerprint, ...(queue !== undefined && { queue }), ...(task !== undefined && { task }) };
    return (await jobs.faults(asked, 1)).faults[0]?.count ?? 0;
  }
  if (task !== undefined) return null;
  const counts = (await queues.counts()).filter((row) => queue === undefined || row.queue === queue);
  return counts.reduce((sum, row) => sum + states.reduce((of, state) => of + row.counts[state], 0), 0);
}
