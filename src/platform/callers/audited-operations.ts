/** All operations as they are for somebody whose changes are written down: changes.ts says which they are. */
import type { Actor, AuditLine, AuditOutcome } from '../../api/index.ts';
import { type JsonObject, reach, SkepError } from '../../foundation/index.ts';
import { type Change, CHANGES } from './changes.ts';
import type { Begun, Journal } from './journal.ts';
import type { ServedOperations } from '../served.ts';

/** Whichever change it is. */
type AnyChange = Change<readonly unknown[], unknown>;
type AnyOperation = (...args: readonly unknown[]) => Promise<unknown>;

const ALL = Object.entries(CHANGES).filter(([, change]) => change !== 'looks') as unknown as readonly (readonly [
  string,
  AnyChange,
])[];

export interface Written {
  readonly actor: Actor;
  readonly journal: Pick<Journal, 'begin' | 'write'>;
}

export function auditedOperations<Ops extends ServedOperations>(all: Ops, written: Written): Ops {
  const acts = all as unknown as Readonly<Record<string, AnyOperation | undefined>>;
  const audited = { ...all } as unknown as Record<string, unknown>;
  for (const [name, change] of ALL) {
    const act = acts[name];
    if (act !== undefined) audited[name] = changing({ name, change, act, all }, written);
  }
  return audited as unknown as Ops;
}

interface Changing {
  readonly name: string;
  readonly change: AnyChange;
  readonly act: AnyOperation;
  readonly all: ServedOperations;
}

function changing({ name, change, act, all }: Changing, { actor, journal }: Written): AnyOperation {
  return async (...args) => {
    if (change.counts?.(actor, ...args) === false) return act(...args);
    const asked = { operation: change.word?.(...args) ?? name, arguments: { ...change.asked?.(...args) } };
    const line = (result: unknown, rest: Pick<AuditLine, 'before' | 'after' | 'outcome' | 'code'>): AuditLine => ({
      ...actor,
      ...asked,
      subject: change.subject(args, result),
      ...rest,
    });
    let before: JsonObject | null = null;
    let begun: Begun | undefined;
    try {
      before = await looked(change, all, args);
      if (change.shows !== true)
        begun = await journal.begin({ ...actor, ...asked, subject: change.subject(args), before });
      const result = await act(...args);
      reach('change.made');
      const after = (change.after ? change.after(result) : null) as JsonObject | null;
      await journal.write(line(result, { before, after, outcome: 'done', code: null }), begun);
      return result;
    } catch (error) {
      const end = endOf(error);
      const written = journal.write(line(undefined, { before, after: null, ...end }), begun);
      // What the store could not do it can hardly write down: nobody waits for that twice.
      if (end.outcome === 'refused') await written;
      throw error;
    }
  };
}

/** What cannot be looked at says so by the change itself; a store that is away is not asked for it. */
async function looked(change: AnyChange, all: ServedOperations, args: readonly unknown[]): Promise<JsonObject | null> {
  if (!change.look) return null;
  const seen = await change.look(all, ...args).catch((error: unknown) => {
    if (error instanceof SkepError && error.kind === 'unavailable') throw error;
    return null;
  });
  return seen as JsonObject | null;
}

const FAILED: readonly SkepError['kind'][] = ['internal', 'unavailable', 'timeout'];

/** What became of a change that was not done. */
export function endOf(error: unknown): { readonly outcome: AuditOutcome; readonly code: SkepError['code'] } {
  if (!(error instanceof SkepError)) return { outcome: 'failed', code: 'INTERNAL' };
  return { outcome: FAILED.includes(error.kind) ? 'failed' : 'refused', code: error.code };
}
