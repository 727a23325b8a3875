/** The manifest as it was written, what was in force before it, and what another text would change. */
import type { Diagnostic } from '../../foundation/index.ts';
import { iso } from '../../foundation/index.ts';
import type { Engine } from '../../engine/index.ts';
import { type GenerationSource, readFiles, textsOf, writtenFiles } from '../../manifest/index.ts';
import type { ManifestDraftView, ManifestFileView, ManifestHistoryView, ManifestSourceView } from '../../api/index.ts';
import { manifestChanges } from '../generations/generation-changes.ts';
import { draftManifest, type ManifestSource } from '../generations/read-manifest.ts';
import type { Refusal, Reloaded } from '../generations/reloader.ts';
import { uncovered } from '../revisions/uncovered.ts';

export interface WrittenParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
  /** Where its file is, and what it was read with. */
  readonly source: ManifestSource;
  readonly status: () => {
    readonly loadedAt: number;
    readonly refusal: Refusal | undefined;
    /** Reloads that changed something or were refused, the newest first. */
    readonly reloads: readonly Reloaded[];
  };
}

const REVISIONS = 100;

export class LocalManifest {
  readonly #parts: WrittenParts;

  constructor(parts: WrittenParts) {
    this.#parts = parts;
  }

  async manifestSource(): Promise<ManifestSourceView> {
    const { generations, status, source } = this.#parts;
    const { manifest } = generations.current();
    const { loadedAt, refusal } = status();
    return {
      hash: manifest.hash,
      loadedAt: iso(loadedAt),
      files: writtenFiles(manifest).map(fileView),
      refused: refusal ? await refusedView(refusal, source) : null,
    };
  }

  async manifestHistory(): Promise<ManifestHistoryView> {
    const revisions = await this.#parts.engine().revisions.list(REVISIONS);
    const { reloads } = this.#parts.status();
    return {
      revisions: revisions.map(({ revision, hash, appliedAt, by, cause, message }) => ({
        ...{ revision, hash, appliedAt: iso(appliedAt), by, cause, message },
      })),
      reloads: reloads.map(({ at, ...reload }) => ({ at: iso(at), ...reload })),
    };
  }

  async draftManifest(text: string): Promise<ManifestDraftView> {
    const { generations, source } = this.#parts;
    const [original] = textsOf(generations.current().manifest);
    const loaded = await draftManifest(uncovered(text, original), source);
    if (!loaded.ok) return { valid: false, problems: loaded.diagnostics, changes: [] };
    const changes = manifestChanges(generations.current().manifest, loaded.manifest);
    return { valid: true, problems: loaded.warnings, changes };
  }
}

async function refusedView(
  { at, problems }: { readonly at: number; readonly problems: readonly Diagnostic[] },
  { file, cwd }: ManifestSource,
): Promise<NonNullable<ManifestSourceView['refused']>> {
  return { at: iso(at), problems, files: (await readFiles(file, cwd)).map(fileView) };
}

function fileView({ file, text }: ManifestFileView): ManifestFileView {
  return { file, text };
}
