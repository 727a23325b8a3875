/** Revisions, the plan of a change, and putting it in force: on the store, with or without a process around it. */
import path from 'node:path';

import type {
  AppliedView,
  ApplyRequest,
  PlanRequest,
  PlanView,
  RevisionDetailView,
  RevisionView,
} from '../api/index.ts';
import type { Engine, NewRevision, Revision } from '../engine/index.ts';
import { type Diagnostic, iso, SkepError } from '../foundation/index.ts';
import {
  coveredTexts,
  type GenerationSource,
  loadManifest,
  loadManifestText,
  loadManifestTexts,
  type LoadOptions,
  type LoadResult,
  type Manifest,
  type ManifestText,
  textsOf,
} from '../manifest/index.ts';
import { type ManifestPlan, planOf, type Version } from './plan.ts';
import { invalidManifest, type ManifestSource } from './read-manifest.ts';
import { packed, type RevisionText, unpacked } from './revision-text.ts';

export interface PlanParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
  readonly source: ManifestSource;
  /** Where handler modules are run to see whether they throw: here, where they are run afterwards, or in a process of their own. */
  readonly trial: 'here' | 'apart';
  /** Makes this process, and all others, run what the store says is in force. */
  readonly converge: () => Promise<void>;
}

const REVISIONS = 100;
const NEVER = { changes: [], refused: [], schedules: [] } satisfies ManifestPlan;

/** A change as it was looked at. */
interface Looked {
  readonly plan: PlanView;
  readonly next: Version;
  readonly current: Revision | null;
}

export class LocalPlan {
  readonly #parts: PlanParts;

  constructor(parts: PlanParts) {
    this.#parts = parts;
  }

  async revisions(): Promise<readonly RevisionView[]> {
    return (await this.#parts.engine().revisions.list(REVISIONS)).map(revisionView);
  }

  async revision(number: number): Promise<RevisionDetailView> {
    const { revisions } = this.#parts.engine();
    const found = (await revisions.list(Number.MAX_SAFE_INTEGER)).find(({ revision }) => revision === number);
    if (found === undefined) throw unknownRevision(number);
    const body = await revisions.body(number);
    const text = body === null ? null : await unpacked(body);
    return { ...revisionView(found), files: text && coveredTexts(text.files), handlers: text?.handlers ?? {} };
  }

  async plan(request: PlanRequest = {}): Promise<PlanView> {
    return (await this.#look(request, false)).plan;
  }

  async applyManifest(request: ApplyRequest = {}, by: string | null = null): Promise<AppliedView> {
    const { plan, next, current } = await this.#look(request, true);
    const seen = current?.revision ?? 0;
    if ((request.from ?? seen) !== seen) throw moved(request.from ?? seen, current);
    if (current !== null && changesNothing(plan)) return { status: 'unchanged', revision: revisionView(current), plan };
    refuse(plan, request.hold === true);
    const entry = await entryOf(next, request, by ?? 'program');
    const recorded = await this.#parts.engine().revisions.recordAfter(seen, entry);
    if (recorded === null) throw moved(seen, null);
    await this.#parts.converge();
    return { status: 'applied', revision: revisionView(recorded), plan };
  }

  async #look(request: PlanRequest, runs: boolean): Promise<Looked> {
    const engine = this.#parts.engine();
    const [current = null] = await engine.revisions.list(1);
    const [next, warnings] = await this.#target(request, runs);
    const now = await this.#inForce(current);
    const plan = now === null ? NEVER : await planOf(engine, now, next);
    const from = current && { revision: current.revision, hash: current.hash };
    const to = { hash: next.manifest.hash, of: request.revision ?? null };
    return { plan: { from, to, ...plan, problems: warnings }, next, current };
  }

  /** @param runs whether handler modules are run, to see whether they throw */
  async #target(request: PlanRequest, runs: boolean): Promise<readonly [Version, readonly Diagnostic[]]> {
    const { source, trial } = this.#parts;
    const main = path.resolve(source.cwd, source.file);
    const { HandlerLoader } = await import('../binding/index.ts');
    const loader = new HandlerLoader({ root: path.dirname(main), trial });
    const handlers = runs ? loader : { inspect: (modules: readonly string[]) => loader.inspect(modules) };
    const options = { env: source.env, cwd: source.cwd, handlers };
    const loaded = await this.#loaded(request, main, options);
    if (!loaded.ok) throw invalidManifest(source.file, loaded.diagnostics);
    return [{ manifest: loaded.manifest, handlers: loader.codes }, loaded.warnings];
  }

  async #loaded(request: PlanRequest, file: string, options: LoadOptions): Promise<LoadResult> {
    const { text, files, revision } = request;
    if (text !== undefined) return loadManifestText(text, { ...options, file });
    const texts = revision === undefined ? files : (await this.#textOf(revision)).files;
    return texts === undefined ? loadManifest(file, options) : loadManifestTexts(texts, { ...options, file });
  }

  async #textOf(revision: number): Promise<RevisionText> {
    const body = await this.#parts.engine().revisions.body(revision);
    if (body === null) throw unknownRevision(revision);
    return unpacked(body);
  }

  /** What the store says is in force; where its text is not kept, what this process runs. null: nothing was yet. */
  async #inForce(current: Revision | null): Promise<Version | null> {
    const { generations, source, engine } = this.#parts;
    if (current === null) return null;
    const body = await engine().revisions.body(current.revision);
    const text = body === null ? null : await unpacked(body);
    const handlers = text?.handlers ?? {};
    const own = generations.current().manifest;
    if (own.hash === current.hash || text === null) return { manifest: own, handlers };
    const loaded = await textLoaded(text.files, source);
    return { manifest: loaded.ok ? loaded.manifest : own, handlers };
  }
}

function changesNothing({ from, to }: PlanView): boolean {
  return from?.hash === to.hash;
}

/** A manifest of texts, its handlers not looked at. */
async function textLoaded(texts: readonly ManifestText[], { file, env, cwd }: ManifestSource): Promise<LoadResult> {
  return loadManifestTexts(texts, { file: path.resolve(cwd, file), env, cwd });
}

async function entryOf(next: Version, { message, revision }: ApplyRequest, by: string): Promise<NewRevision> {
  return {
    hash: next.manifest.hash,
    by,
    cause: revision === undefined ? 'apply' : 'rollback',
    message: message ?? null,
    of: revision ?? null,
    body: await packed({ files: textsOf(next.manifest), handlers: next.handlers }),
  };
}

/** What the store keeps of a manifest that a process has read from its file. */
export async function fileRevision(
  manifest: Manifest,
  handlers: RevisionText['handlers'],
  by: string,
): Promise<NewRevision> {
  const body = await packed({ files: textsOf(manifest), handlers });
  return { hash: manifest.hash, by, cause: 'file', message: null, of: null, body };
}

export function revisionView({ revision, hash, appliedAt, by, cause, message, of }: Revision): RevisionView {
  return { revision, hash, appliedAt: iso(appliedAt), by, cause, message, of };
}

function unknownRevision(number: number): SkepError {
  return new SkepError('REVISION_UNKNOWN', `there is no revision ${number}, or what it said is not kept any more`, {
    hint: '`skep revisions ls` shows which there are',
  });
}

function moved(from: number, current: Revision | null): SkepError {
  const now = current === null ? 'another one' : `revision ${current.revision}`;
  return new SkepError('MANIFEST_MOVED', `the plan was made for revision ${from}, and ${now} is in force now`, {
    hint: 'nothing was changed: look at `skep plan` again, then apply that',
  });
}

/** @param hold whether jobs may be stranded. @throws SkepError PLAN_REFUSED */
function refuse(plan: PlanView, hold: boolean): void {
  const barred = hold ? plan.refused.filter(({ jobs }) => jobs === 0) : plan.refused;
  const [first] = barred;
  if (first === undefined) return;
  const more = barred.length > 1 ? ` (and ${barred.length - 1} more)` : '';
  throw new SkepError('PLAN_REFUSED', `${first.text}${more}`, {
    hint: 'nothing was changed: say where they go in `moved:`, wait for them with --drain, or let them wait with --hold',
    details: { refused: barred, from: plan.from?.revision ?? 0 },
  });
}
