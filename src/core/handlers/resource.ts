/** What a resource is: something that a task uses, opened before its handler starts and closed when the attempt is over. */
import type { Json } from '../../foundation/index.ts';
import type { HandlerContext } from './handler.ts';
import { type AttemptOutcome, type JobError } from '../job.ts';
import { ATTEMPT_OUTCOME_OF, type Outcome } from '../outcome.ts';

/** Why a resource is closed. Of an attempt: how that ended; of the process: that it stops, or that a reload brought another. */
export interface ResourceOutcome {
  /** `completed`: what was done counts (commit). With any other word of an attempt it does not (roll back). */
  readonly kind: Exclude<AttemptOutcome, 'rescued'> | 'stopped' | 'replaced';
  /** Why the attempt failed or was cancelled, where something says so. */
  readonly error: JobError | null;
}

/** What `open` is given in both scopes. For an attempt it is the whole context of the handler. */
export type ResourceContext = Pick<HandlerContext, 'signal' | 'logger'>;

/** What a module exports that a resource names. No import of Skep is needed to write one. */
export interface ResourceModule {
  open(config: Json, ctx: ResourceContext): unknown;
  close(value: unknown, outcome: ResourceOutcome): unknown;
  /** Whether the value can be used: false, or an error that is thrown, says that it cannot. */
  check?(value: unknown): unknown;
}

/** A resource as the manifest declares it. */
export interface ResourceSettings {
  readonly name: string;
  /** `attempt`: each gets its own. `process`: one for all of a process, opened by the first that needs it. */
  readonly scope: 'attempt' | 'process';
  readonly config: Json;
  readonly openTimeoutMs: number;
  readonly closeTimeoutMs: number;
}

/** A resource ready to be used by attempts. */
export interface Resource {
  readonly name: string;
  /** The code behind it. */
  readonly module: ResourceModule;
  /** Longest that its opening may take, ms; null where it sees to that itself. Likewise of its closing. */
  readonly openMs: number | null;
  readonly closeMs: number | null;
  /** @returns the value, or a promise of it; each that came is given to `close` once */
  open(ctx: ResourceContext): unknown;
  close(value: unknown, outcome: ResourceOutcome): unknown;
}

/** Each attempt gets its own. */
export function attemptResource(settings: ResourceSettings, module: ResourceModule): Resource {
  return {
    name: settings.name,
    module,
    openMs: settings.openTimeoutMs,
    closeMs: settings.closeTimeoutMs,
    open: (ctx) => module.open(settings.config, ctx),
    close: (value, outcome) => module.close(value, outcome),
  };
}

/** Whether both run the very same functions: a reload has loaded neither anew. */
export function sameCode(one: ResourceModule, other: ResourceModule): boolean {
  return one.open === other.open && one.close === other.close && one.check === other.check;
}

/** @returns how an attempt ended, as its resources are told */
export function resourceOutcome(outcome: Outcome): ResourceOutcome {
  const kind = ATTEMPT_OUTCOME_OF[outcome.kind] ?? 'released';
  if (kind === 'rescued') throw new Error('no process settles a job as rescued');
  return { kind, error: 'error' in outcome ? outcome.error : null };
}
