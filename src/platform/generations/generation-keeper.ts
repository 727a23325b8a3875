/** Holds the generation in force, and sees to its number in the store. */
import type { Actor, AuditLine } from '../../api/index.ts';
import { tell } from '../../core/index.ts';
import type { Engine, Revision } from '../../engine/index.ts';
import { type Clock, type Logger, messageOf, newAborter, othersFirst, pause } from '../../foundation/index.ts';
import type { Generation, GenerationSource } from '../../manifest/index.ts';
import { rulesOf } from '../../runtime/index.ts';
import { standingIn, withRevision } from './generation.ts';
import type { Journal } from '../callers/journal.ts';
import { fileRevision } from '../local/local-plan.ts';
import { processActor } from '../callers/operations-for.ts';

/** A reload waits so long for its number; without one it goes on, and gets it later. */
const REVISION_MS = 1_000;

export interface GenerationKeeperParts {
  readonly generation: Generation;
  /** When its files were read, epoch milliseconds. */
  readonly loadedAt: number;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly journal: Pick<Journal, 'write'>;
  /** What its handlers' code is called. */
  readonly loader: { readonly codes: Readonly<Record<string, string>> };
}

export class GenerationKeeper implements GenerationSource {
  readonly #parts: GenerationKeeperParts;
  #generation: Generation;
  #loadedAt: number;
  #recorded: Promise<unknown> = Promise.resolve();

  constructor(parts: GenerationKeeperParts) {
    this.#parts = parts;
    this.#generation = parts.generation;
    this.#loadedAt = parts.loadedAt;
    parts.engine.govern(rulesOf(parts.generation.manifest));
  }

  current(): Generation {
    return this.#generation;
  }

  get loadedAt(): number {
    return this.#loadedAt;
  }

  /** It runs though another one is in force for all. @param revision under which it was in force before */
  standIn(revision: number): void {
    this.#generation = standingIn(this.#generation, revision);
  }

  /** Gets the number of the generation in force; to be called when the store is open. */
  async number(): Promise<void> {
    this.#generation = await this.#numbered(this.#generation);
  }

  /** It has another number by now: a process that was late had put another one in force meanwhile. */
  renumber({ hash, revision }: Revision): void {
    if (this.#generation.manifest.hash !== hash || this.#generation.revision === revision) return;
    this.#generation = withRevision(this.#generation, revision);
  }

  /** From when this resolves `next` is in force; the swap is one instant. */
  async replace(next: Generation, storeIsOpen: boolean): Promise<void> {
    const rules = rulesOf(next.manifest);
    await othersFirst();
    this.#generation = storeIsOpen ? await this.#numbered(next) : next;
    this.#parts.engine.govern(rules);
    this.#loadedAt = this.#parts.clock.now();
  }

  /** Under its number in the store; when the store is slow to say it, without, and the number follows. */
  async #numbered(generation: Generation): Promise<Generation> {
    // It was decided for all processes, and has its number; or it is not to be in force.
    if (generation.revision !== null || generation.standsIn === true) return generation;
    const { clock } = this.#parts;
    // In the order in which they came into force.
    const recorded = this.#recorded.then(() => this.#record(generation));
    this.#recorded = recorded;
    const done = newAborter();
    const first = await Promise.race([recorded, pause(clock, REVISION_MS, done.signal)]);
    done.abort();
    if (first !== undefined) return first;
    void recorded.then((numbered) => {
      if (this.#generation === generation) this.#generation = numbered;
    });
    return generation;
  }

  async #record(generation: Generation): Promise<Generation> {
    const { engine, logger, journal, loader } = this.#parts;
    try {
      const actor = processActor('reload');
      const [before = null] = await engine.revisions.list(1);
      const entry = await fileRevision(generation.manifest, loader.codes, actor.by);
      const recorded = await engine.revisions.record(entry);
      if (recorded.hash !== before?.hash && recorded.by === actor.by) {
        await journal.write(appliedLine(actor, { name: generation.manifest.name, before, after: recorded }));
      }
      return withRevision(generation, recorded.revision);
    } catch (error) {
      tell(logger, 'revision.unrecorded', { error: messageOf(error) });
      return generation;
    }
  }
}

interface Applied {
  readonly name: string;
  readonly before: Revision | null;
  readonly after: Revision;
}

/** A manifest came into force: by a reload, or because a process began with it. */
function appliedLine(actor: Actor, { name, before, after }: Applied): AuditLine {
  const shown = ({ revision, hash }: Revision): { revision: number; hash: string } => ({ revision, hash });
  return {
    ...actor,
    operation: 'applyManifest',
    subject: { kind: 'manifest', name },
    arguments: {},
    before: before && shown(before),
    after: shown(after),
    ...{ outcome: 'done', code: null },
  };
}
