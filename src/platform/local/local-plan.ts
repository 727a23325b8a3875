/** Revisions, the plan of a change, and putting it in force: on the store, with or without a process around it. */
import path from 'node:path';

import type {
  AppliedView,
  ApplyRequest,
  PlanRequest,
  PlanView,
  RevisionDetailView,
  RevisionView,
} from '../../api/index.ts';
import type { Engine, NewRevision, Revision } from '../../engine/index.ts';
import { type Diagnostic, iso, SkepError } from '../../foundation/index.ts';
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
} from '../../manifest/index.ts';
import { nothingYet } from '../revisions/first-plan.ts';
import { strandedHint } from '../revisions/live-work.ts';
import { planOf, type Version } from '../revisions/plan.ts';
import { invalidManifest, type ManifestSource } from '../generations/read-manifest.ts';
import { triedUntil } from '../revisions/probation.ts';
import { packed, type RevisionText, unpacked } from '../revisions/revision-text.ts';
import { uncovered } from '../revisions/uncovered.ts';

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
    const engine = this.#parts.engine();
    const [[current, ...others], now] = await Promise.all([engine.revisions.list(REVISIONS), engine.now()]);
    if (current === undefined) return [];
    const { manifest } = this.#parts.generations.current();
    const until = triedUntil(current, others[0], { manifest, now });
    return [{ ...revisionView(current), triedUntil: until === null ? null : iso(until) }, ...others.map(revisionView)];
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
    const [next, warnings] = await targetOf(await this.#given(request), this.#parts, runs);
    const now = await this.#inForce(current, next);
    const plan = await planOf(engine, now, next);
    const from = current && { revision: current.revision, hash: current.hash };
    const to = { hash: next.manifest.hash, of: request.revision ?? null };
    return { plan: { from, to, ...plan, problems: warnings }, next, current };
  }

  /** The text that a request means: of a revision, as it came, or, where it says nothing, what is on disk. */
  async #given({ text, files, revision }: PlanRequest): Promise<PlanRequest> {
    if (revision !== undefined) return { files: (await this.#textOf(revision)).files };
    const [original] = textsOf(this.#parts.generations.current().manifest);
    if (text !== undefined) return { text: uncovered(text, original) };
    return files === undefined ? {} : { files };
  }

  async #textOf(revision: number): Promise<RevisionText> {
    const body = await this.#parts.engine().revisions.body(revision);
    if (body === null) throw unknownRevision(revision);
    return unpacked(body);
  }

  /** What the store says is in force; where its text is not kept, what this process runs. */
  async #inForce(current: Revision | null, next: Version): Promise<Version> {
    const { generations, source, engine } = this.#parts;
    if (current === null) return nothingYet(next, source);
    const body = await engine().revisions.body(current.revision);
    const text = body === null ? null : await unpacked(body);
    const handlers = text?.handlers ?? {};
    const own = generations.current().manifest;
    if (own.hash === current.hash || text === null) return { manifest: own, handlers };
    const loaded = await textLoaded(text.files, source);
    return { manifest: loaded.ok ? loaded.manifest : own, handlers };
  }
}

/** Where there is no store yet, all is new. @throws SkepError MANIFEST_INVALID */
export async function planWithoutStore(request: PlanRequest, source: ManifestSource): Promise<PlanView> {
  const [next, problems] = await targetOf(request, { source, trial: 'apart' }, false);
  const plan = await planOf(null, await nothingYet(next, source), next);
  return { from: null, to: { hash: next.manifest.hash, of: null }, ...plan, problems };
}

/** @param runs whether handler modules are run, to see whether they throw */
async function targetOf(
  { text, files }: PlanRequest,
  { source, trial }: Pick<PlanParts, 'source' | 'trial'>,
  runs: boolean,
): Promise<readonly [Version, readonly Diagnostic[]]> {
  const file = path.resolve(source.cwd, source.file);
  const { HandlerLoader } = await import('../../binding/index.ts');
  const loader = new HandlerLoader({ root: path.dirname(file), trial });
  const handlers = runs ? loader : { inspect: (modules: readonly string[]) => loader.inspect(modules) };
  const options = { env: source.env, cwd: source.cwd, handlers, file };
  const loaded = await loadedFrom(text ?? files, options);
  if (!loaded.ok) throw invalidManifest(source.file, loaded.diagnostics);
  return [{ manifest: loaded.manifest, handlers: loader.codes }, loaded.warnings];
}

/** @param given undefined: what is on disk */
function loadedFrom(
  given: string | readonly ManifestText[] | undefined,
  options: LoadOptions & { readonly file: string },
): Promise<LoadResult> {
  if (given === undefined) return loadManifest(options.file, options);
  return typeof given === 'string' ? loadManifestText(given, options) : loadManifestTexts(given, options);
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
  return { revision, hash, appliedAt: iso(appliedAt), by, cause, message, of, triedUntil: null };
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
    hint: `nothing was changed: ${strandedHint(barred, plan.to.of)}`,
    details: { refused: barred, from: plan.from?.revision ?? 0 },
  });
}
