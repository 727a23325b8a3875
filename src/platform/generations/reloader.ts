/**
 * Hot reload: build the new generation, check it, swap it in at one instant, tell the services.
 *
 * A generation that cannot be built or may not replace the present one changes nothing; why is kept for
 * ManifestView. Reloads run one after another, and all requests that come while one runs are answered by
 * the one that follows it.
 *
 * Modes: idle · reloading (a request now waits for the next) · reloading with others promised, in the order in which they were asked for.
 */
import { type EventSink, tell } from '../../core/index.ts';
import type { Clock, Diagnostic, Logger } from '../../foundation/index.ts';
import { firstError, messageOf, othersFirst } from '../../foundation/index.ts';
import type { Revision } from '../../engine/index.ts';
import type { Generation, Manifest } from '../../manifest/index.ts';
import type { Convergence, Target } from '../revisions/convergence.ts';
import { changesOf } from './generation-changes.ts';
import { sameGeneration } from './generation.ts';
import { strandedHint } from '../revisions/live-work.ts';
import type { Stranded } from '../stranded.ts';
import { refusalOf, restartNotes } from './reload-rules.ts';

export interface ReloaderParts {
  /** What the files on disk come to, or a revision; and what a change would strand. */
  readonly convergence: Pick<Convergence, 'target' | 'of' | 'stranded' | 'took'>;
  readonly current: () => Generation;
  /** Swaps the generation in and tells the services. */
  readonly apply: (next: Generation) => Promise<void>;
  readonly events: EventSink;
  readonly logger: Logger;
  readonly clock: Clock;
}

export type ReloadOutcome =
  | { readonly status: 'applied' | 'unchanged' }
  | { readonly status: 'refused'; readonly problems: readonly Diagnostic[] };

export interface Refusal {
  readonly problems: readonly Diagnostic[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What became of a reload that changed something, or was refused. */
export interface Reloaded {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly reason: string;
  readonly status: 'applied' | 'refused';
  /** Of the manifest that it led to; null: it was refused. */
  readonly hash: string | null;
  readonly revision: number | null;
  readonly changes: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** So many are remembered. */
const REMEMBERED = 50;
const NOTHING = { hash: null, revision: null, changes: [], problems: [] } as const;

export class Reloader {
  readonly #parts: ReloaderParts;
  /** Resolves when all that was asked for is done. */
  #last: Promise<unknown> = Promise.resolve();
  /** Has not begun to read the files yet: it answers all who ask meanwhile. */
  #next: Promise<ReloadOutcome> | undefined;
  #refusal: Refusal | undefined;
  #reads = 0;
  #history: readonly Reloaded[] = [];

  constructor(parts: ReloaderParts) {
    this.#parts = parts;
  }

  /** Why the newest files were refused; undefined while the files on disk are those in force. */
  get refusal(): Refusal | undefined {
    return this.#refusal;
  }

  /** For who asks over the API: the reloads that changed something or were refused, the newest first. */
  get told(): { readonly refusal: Refusal | undefined; readonly reloads: readonly Reloaded[] } {
    return { refusal: this.#refusal, reloads: this.#history };
  }

  /** How often the files were begun to be read, for whatever reason. */
  get reads(): number {
    return this.#reads;
  }

  /**
   * @param reason for the log: what asked for it (`watch`, `signal`, `request`)
   * @returns what became of files that are at least as new as this call; it never rejects
   */
  reload(reason: string): Promise<ReloadOutcome> {
    this.#next ??= this.#inTurn(() => {
      this.#next = undefined;
      this.#reads += 1;
      return this.#reload(reason, () => this.#parts.convergence.target());
    });
    return this.#next;
  }

  /** Runs what was decided for all processes, whatever the files on disk say. @returns as reload */
  adopt(revision: Revision): Promise<ReloadOutcome> {
    return this.#inTurn(() => this.#reload('revision', () => this.#parts.convergence.of(revision)));
  }

  /** Resolves when no reload runs. */
  async settled(): Promise<void> {
    for (let last: unknown; last !== this.#last;) await (last = this.#last);
  }

  /** Two at once would swap in whichever is ready last, be it the older one. */
  #inTurn(reload: () => Promise<ReloadOutcome>): Promise<ReloadOutcome> {
    const outcome = this.#last.then(reload);
    this.#last = outcome;
    return outcome;
  }

  /** It never rejects. */
  async #reload(reason: string, of: () => Promise<Target>): Promise<ReloadOutcome> {
    try {
      const { result, decided, files } = await of();
      if (result.ok) {
        const outcome = await this.#replace(result.generation, reason, decided);
        if (files && outcome.status !== 'refused') this.#parts.convergence.took(result.generation.manifest.hash);
        return outcome;
      }
      return this.#refuse(decided === null ? result.diagnostics : [unfit(decided, result.diagnostics)], reason);
    } catch (error) {
      return this.#refuse([faultOf(this.#parts.current().manifest.file, error)], reason);
    }
  }

  async #replace(next: Generation, reason: string, decided: Revision | null): Promise<ReloadOutcome> {
    const { current, apply, logger, convergence } = this.#parts;
    const now = current();
    const refusal = refusalOf(now.manifest, next.manifest);
    if (refusal) return this.#refuse([refusal], reason);
    await othersFirst();
    // What was decided for all was looked at then.
    const left = decided === null ? await convergence.stranded(next.manifest) : [];
    if (left.length > 0)
      return this.#refuse(
        left.map((one) => strandedProblem(next.manifest, one)),
        reason,
      );
    const mended = this.#refusal !== undefined;
    this.#refusal = undefined;
    const { hash, name } = next.manifest;
    await othersFirst();
    if (sameGeneration(now, next)) {
      if (mended) tell(logger, 'manifest.mended', { reason, hash });
      return { status: 'unchanged' };
    }
    for (const change of restartNotes(now.manifest, next.manifest)) tell(logger, 'restart.needed', { reason, change });
    await othersFirst();
    const changes = changesOf(now, next);
    await othersFirst();
    await apply(next);
    const { revision } = current();
    this.#remember({ ...NOTHING, reason, status: 'applied', hash, revision, changes });
    tell(logger, 'manifest.applied', { reason, hash, revision, manifest: name, mended, changes });
    return { status: 'applied' };
  }

  #refuse(problems: readonly Diagnostic[], reason: string): ReloadOutcome {
    const { events, logger, clock } = this.#parts;
    const news = JSON.stringify(problems) !== JSON.stringify(this.#refusal?.problems);
    this.#refusal = { problems, at: clock.now() };
    // While a file stays broken it is tried again and again; only what is new is told.
    if (news) {
      this.#remember({ ...NOTHING, reason, status: 'refused', problems });
      tell(logger, 'manifest.refused', { reason, first: firstError(problems), problems });
      events.emit({ type: 'manifest.refused', problems: problems.length });
    }
    return { status: 'refused', problems };
  }

  #remember(reload: Omit<Reloaded, 'at'>): void {
    this.#history = [{ at: this.#parts.clock.now(), ...reload }, ...this.#history].slice(0, REMEMBERED);
  }
}

/** With the first of its reasons: the rest follows from it, or is like it. */
function unfit({ revision }: Revision, problems: readonly Diagnostic[]): Diagnostic {
  const [first] = problems;
  const place = { file: first?.file ?? '', line: first?.line ?? 0, column: 0, endColumn: 0, path: first?.path ?? '' };
  const message = `revision ${revision} is in force, and cannot run here: ${firstError(problems)}`;
  return { code: 'LIVE_UNFIT', severity: 'error', message, ...place };
}

function strandedProblem({ file }: Manifest, stranded: Stranded): Diagnostic {
  const { code, text, section, name } = stranded;
  const place = { file, line: 0, column: 0, endColumn: 0, path: `${section}.${name}` };
  return { code, severity: 'error', message: text, hint: strandedHint([stranded]), ...place };
}

function faultOf(file: string, error: unknown): Diagnostic {
  const place = { file, line: 0, column: 0, endColumn: 0, path: '' };
  return { code: 'REF_RELOAD_FAILED', severity: 'error', message: messageOf(error), ...place };
}
