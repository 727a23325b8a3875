/**
 * What the store says is in force for all processes, and that this one runs it.
 *
 * A manifest that a process has read from its file is that process' own: others have the same file, or, in the middle of a deployment,
 * another one. One that somebody has applied, rolled back to or reverted to is for all: each process takes its text from the store, and
 * the files on disk do not count until they say something that the store has not seen before.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { type Engine, type Revision, REVISION_BODIES_KEPT, type StoreCheck } from '../../engine/index.ts';
import { type GenerationSource, type Manifest, type ManifestText, textsOf } from '../../manifest/index.ts';
import type { GenerationKeeper } from '../generations/generation-keeper.ts';
import { type GenerationResult, withRevision } from '../generations/generation.ts';
import { strandedBy } from './live-work.ts';
import { unpacked } from './revision-text.ts';
import type { Stranded } from '../stranded.ts';
import type { PlatformParts } from '../assemble.ts';

/** What a process is to run. */
export interface Target {
  readonly result: GenerationResult;
  /** The revision by which that was decided for all; null: its own files say so. */
  readonly decided: Revision | null;
  /** Whether it is what the files on disk say. */
  readonly files: boolean;
}

export interface ConvergenceParts extends Pick<PlatformParts, 'build'> {
  readonly engine: Pick<Engine, 'revisions' | 'jobs' | 'queues' | 'runs'>;
  readonly generations: GenerationSource & Pick<GenerationKeeper, 'renumber'>;
  /** Whether the store is. */
  readonly open: () => boolean;
}

export class Convergence {
  readonly #parts: ConvergenceParts;
  /** Of the files that this process began with, or took over since. */
  #own: string;
  /** The revision that the files on disk were replaced by. */
  #superseding: Revision | undefined;

  constructor(parts: ConvergenceParts) {
    this.#parts = parts;
    this.#own = parts.generations.current().manifest.hash;
  }

  /** What was decided for all processes; null: each goes by its own files. */
  async decided(): Promise<Revision | null> {
    if (!this.#parts.open()) return null;
    const [head] = await this.#parts.engine.revisions.list(1);
    if (head === undefined) return null;
    this.#parts.generations.renumber(head);
    return head.cause === 'file' ? null : head;
  }

  /** What the files on disk come to; where they are as they were before something was decided for all, what was decided. */
  async target(): Promise<Target> {
    const result = await this.#parts.build();
    const decided = await this.decided();
    if (decided === null || !result.ok) return this.#files(result);
    const { hash } = result.generation.manifest;
    if (hash === decided.hash) return { ...this.#files(result), ...numbered(result, decided) };
    // Somebody has changed them: that is newer than what was decided.
    if (hash !== this.#own) return this.#files(result);
    this.#superseding = decided;
    return this.of(decided);
  }

  /** Files that come to that hash are in force here. */
  took(hash: string): void {
    this.#own = hash;
  }

  /** What a revision says, made ready here. */
  async of(revision: Revision): Promise<Target> {
    const body = await this.#parts.engine.revisions.body(revision.revision);
    if (body === null) throw new Error(`what revision ${revision.revision} says is not kept`);
    const { files: texts } = await unpacked(body);
    const files = await this.#lieOnDisk(texts);
    if (files) this.#superseding = undefined;
    return { ...numbered(await this.#parts.build(texts), revision), files };
  }

  /** Whoever applied them may have written them first: then a change back to what was before is a change. */
  async #lieOnDisk(texts: readonly ManifestText[]): Promise<boolean> {
    const { file, directory } = this.#parts.generations.current().manifest;
    const [main] = texts;
    if (main === undefined || resolve(directory, main.path) !== file) return false;
    const same = texts.map(async ({ path, text }) => (await readFile(resolve(directory, path), 'utf8')) === text);
    return (await Promise.all(same).catch(() => [false])).every(Boolean);
  }

  /** Work of the one in force that the next one would strand. */
  async stranded(next: Manifest): Promise<readonly Stranded[]> {
    const { engine, generations, open } = this.#parts;
    return open() ? strandedBy(engine, generations.current().manifest, next) : [];
  }

  /**
   * Whether the files of this process were in force before: then they do not count while the revision is in force.
   * @returns under which number; null: they are new to the store
   */
  async replaces(decided: Revision): Promise<number | null> {
    const { manifest } = this.#parts.generations.current();
    const all = await this.#parts.engine.revisions.list(Number.MAX_SAFE_INTEGER);
    const known = all.find(({ hash }) => hash === manifest.hash) ?? (await this.#sameTexts(manifest, all));
    this.#superseding = known && decided;
    return known?.revision ?? null;
  }

  /** Another version of Skep may have another name for the same files. */
  async #sameTexts(manifest: Manifest, all: readonly Revision[]): Promise<Revision | undefined> {
    const own = JSON.stringify(textsOf(manifest));
    for (const revision of all.slice(0, REVISION_BODIES_KEPT)) {
      const body = await this.#parts.engine.revisions.body(revision.revision);
      if (body !== null && JSON.stringify((await unpacked(body)).files) === own) return revision;
    }
    return undefined;
  }

  /** Nothing while the files on disk are what is in force. */
  checks(): readonly StoreCheck[] {
    const by = this.#superseding;
    const { manifest, revision } = this.#parts.generations.current();
    if (by === undefined || (by.revision !== revision && by.hash !== manifest.hash)) return [];
    const why = by.message === null ? '' : `: ${by.message}`;
    const message = `the files on disk are not in force, revision ${by.revision} is (${by.cause} by ${by.by}${why})`;
    const hint = 'A change of the files, or `skep apply`, puts them in force.';
    return [{ name: 'superseded', status: 'warn', message, hint }];
  }

  #files(result: GenerationResult): Target {
    this.#superseding = undefined;
    return { result, decided: null, files: true };
  }
}

function numbered(result: GenerationResult, decided: Revision): Omit<Target, 'files'> {
  if (!result.ok) return { result, decided };
  return { result: { ...result, generation: withRevision(result.generation, decided.revision) }, decided };
}
