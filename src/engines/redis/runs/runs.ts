/** The verbs of runs. */
import type { NewRun, Run } from '../../../core/index.ts';
import { itemId, JOB_STATE_OF, reopenedFrom } from '../../../core/index.ts';
import {
  fitting,
  type Item,
  type ItemPage,
  type ListedRun,
  listedRun,
  type RulesInForce,
  type RunChange,
  type RunEnds,
  type RunFilter,
  type RunPage,
  type RunReceipt,
  type RunsFacet,
} from '../../../engine/index.ts';
import { SkepError } from '../../../foundation/index.ts';
import { type Change, NO_CHANGE } from './run-change.ts';
import { range, type RunStore } from './run-store.ts';
import { endIn, type ReadRun } from './run-texts.ts';
import type { RunTurns } from './run-turns.ts';
import { reopening } from './turn-change.ts';

export class Runs implements RunsFacet {
  readonly #store: RunStore;
  readonly #turns: RunTurns;
  readonly #rules: RulesInForce;
  readonly #now: () => Promise<number>;
  readonly onEnded: RunsFacet['onEnded'];
  readonly onTurned: RunsFacet['onTurned'];
  readonly handover: RunsFacet['handover'];

  constructor(
    store: RunStore,
    {
      turns,
      ends,
      handover,
    }: { readonly turns: RunTurns; readonly ends: RunEnds; readonly handover: RunsFacet['handover'] },
    rules: RulesInForce,
    now: () => Promise<number>,
  ) {
    this.#store = store;
    this.#turns = turns;
    this.handover = handover;
    this.onEnded = ends.on;
    this.onTurned = ends.onTurned;
    this.#rules = rules;
    this.#now = now;
  }

  readonly start: RunsFacet['start'] = (runs) => Promise.all(runs.map((run) => this.#start(run)));

  async #start(run: NewRun): Promise<RunReceipt> {
    const { isNew, state } = await this.#store.enter(run);
    if (!isNew) return { id: run.id, status: 'existing', state };
    await this.#turns.pass(run.id);
    return { id: run.id, status: 'created', state: (await this.#store.stateAtHand(run.id)) ?? state };
  }

  readonly get: RunsFacet['get'] = async (id) => (await this.#store.read(id, 'producer'))?.run ?? null;

  readonly stateOf: RunsFacet['stateOf'] = (id) => this.#store.state(id);

  readonly cancel: RunsFacet['cancel'] = (ids, reason) =>
    Promise.all(
      ids.map((id) =>
        this.#change(id, ({ run }) => {
          if (run.state !== 'running') return null;
          const cancelled = JSON.stringify(run.cancelled ?? reason);
          return { ...NO_CHANGE, fields: { cancelled, sweep: 'cancel' } };
        }),
      ),
    );

  readonly resume: RunsFacet['resume'] = (id, from = []) =>
    this.#change(id, async ({ run }) => {
      if (run.state === 'running') return null;
      const reopened = reopenedFrom(run, from);
      if (reopened === null) return null;
      const { steps, retried, signals } = reopened;
      await this.#store.mark(run, retried);
      const change = reopening(run, steps);
      const forgotten = [...steps].flatMap(([number, { state }]) => (state === 'waiting' ? [number] : []));
      const sweep = retried.length > 0 ? 'retry' : null;
      return { ...change, forgotten, signals, fields: { ...change.fields, sweep } };
    });

  /** @param act null: its state forbids it */
  async #change(id: string, act: (read: ReadRun) => Change | null | Promise<Change | null>): Promise<RunChange> {
    for (;;) {
      const read = await this.#store.read(id, 'producer');
      if (read === null) return { id, status: 'unknown', state: null };
      const change = await act(read);
      if (change === null) return { id, status: 'refused', state: read.run.state };
      if ((await this.#store.change(read, change)) === undefined) continue;
      await this.#turns.pass(id);
      const after = await this.#store.read(id, 'producer');
      return { id, status: 'done', state: after?.run.state ?? null };
    }
  }

  readonly signal: RunsFacet['signal'] = async (id, name, payload) => {
    const reply = await this.#store.signal(id, name, payload);
    if (reply === null) return { id, status: 'unknown', state: null };
    const [state, taken] = reply;
    if (taken === 0) return { id, status: 'refused', state };
    await this.#turns.pass(id);
    return { id, status: 'done', state: (await this.#store.read(id, 'producer'))?.run.state ?? null };
  };

  readonly remove: RunsFacet['remove'] = async (ids) => {
    const receipts: RunChange[] = [];
    for (const id of ids) receipts.push(await this.#remove(id));
    return receipts;
  };

  /** A step that is a run goes with the run. */
  async #remove(id: string): Promise<RunChange> {
    const children = await this.#store.children(id);
    const reply = await this.#store.remove(id);
    if (reply === null) return { id, status: 'unknown', state: null };
    const [state, removed] = reply;
    if (removed === 0) return { id, status: 'refused', state };
    for (const child of children) await this.#remove(child);
    return { id, status: 'done', state };
  }

  readonly advance: RunsFacet['advance'] = async (limit) => {
    const { ids, nextDueAt } = await this.#store.due(limit);
    await Promise.all(ids.map((id) => this.#turns.pass(id)));
    return { count: ids.length, more: ids.length >= limit, nextDueAt };
  };

  readonly prune: RunsFacet['prune'] = async (limit) => {
    const { retention } = this.#rules.current;
    if (retention === null) return { count: 0, more: false };
    const now = await this.#now();
    let count = 0;
    for (const [state, kept] of Object.entries(JOB_STATE_OF)) {
      const ids = await this.#store.overBefore(state, now - retention[kept].forMs, limit - count + 1);
      for (const id of ids) {
        if (count >= limit) return { count, more: true };
        await this.#remove(id);
        count += 1;
      }
    }
    return { count, more: false };
  };

  // ── shown ──────────────────────────────────────────────────────────────────────────────────────────

  readonly list: RunsFacet['list'] = async (filter, limit, cursor): Promise<RunPage> => {
    const index = indexOf(filter);
    const found: ListedRun[] = [];
    let below = numberIn(cursor);
    for (let looked = 0; looked < MAX_PAGES; looked += 1) {
      const rows = await this.#store.newest(index, below, limit);
      const reads = await Promise.all(rows.map(([id]) => this.#store.read(id, 'producer')));
      for (const [at, [, seq]] of rows.entries()) {
        const read = reads[at];
        below = seq;
        if (read && fits(read.run, filter)) found.push(listedRun(read.run));
        if (found.length === limit) return { runs: found, next: await this.#nextOf(index, below) };
      }
      if (rows.length < limit) return { runs: found, next: null };
    }
    return { runs: found, next: `r${below}` };
  };

  async #nextOf(index: string, below: number): Promise<string | null> {
    const rest = await this.#store.newest(index, below, 1);
    return rest.length === 0 ? null : `r${below}`;
  }

  readonly items: RunsFacet['items'] = async (id, step, from, limit): Promise<ItemPage | null> => {
    const read = await this.#store.read(id, 'producer');
    const progress = read?.run.steps[step];
    if (read === null || progress === undefined) return null;
    const { begun, round } = progress;
    const indices = range(from, Math.min(begun, from + limit));
    const texts = await this.#store.ends(id, step, indices);
    const taken = fitting(texts.map((text) => text?.length ?? 0));
    const items = indices.slice(0, taken).map((index, at): Item => {
      return { index, id: itemId(read.run, { step, index, round }), end: endIn(texts[at] ?? null) };
    });
    const next = from + items.length;
    return { items, next: next < begun ? next : null };
  };
}

/** Pages of an index that one call looks through for runs that fit. */
const MAX_PAGES = 20;

function indexOf({ workflow, states, parent }: RunFilter): string {
  if (parent !== undefined) return `run:${parent}:children`;
  if (workflow !== undefined) return `runs:w:${workflow}`;
  const [only] = states ?? [];
  return states?.length === 1 && only !== undefined ? `runs:s:${only}` : 'runs';
}

function fits(run: Run, { workflow, states, since, until }: RunFilter): boolean {
  if (workflow !== undefined && run.workflow !== workflow) return false;
  if (states !== undefined && !states.includes(run.state)) return false;
  return run.createdAt >= (since ?? -Infinity) && run.createdAt < (until ?? Infinity);
}

/** @throws SkepError REQUEST_INVALID */
function numberIn(cursor: string | null): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  if (/^r[0-9]{1,16}$/.test(cursor)) return Number(cursor.slice(1));
  throw new SkepError('REQUEST_INVALID', 'the cursor is none that a list of runs gave', {
    hint: 'Take `next` of the page before, or leave it out to begin with the newest.',
  });
}
