/** A workflow that comes with a call: the same forms as in the manifest, held against the manifest in force. */
import { checkTemplate } from '../../core/index.ts';
import { DIAGNOSTIC_CODES, type DiagnosticCode, type Json, SkepError, suggestion } from '../../foundation/index.ts';
import { type Reference, Tour } from '../expanding/expand.ts';
import { entryForm } from '../expanding/expanders.ts';
import type { RunHooks } from '../specs/hook-spec.ts';
import type { Manifest } from '../manifest.ts';
import { runHooksOf } from '../normalizing/normalize-hooks.ts';
import { policyOf } from '../normalizing/normalize-tasks.ts';
import { otherSection } from '../other-section.ts';
import { pathText } from '../problems.ts';
import { rootNode } from '../schemas/schema-node.ts';
import { describeViolation } from '../schemas/schema-problems.ts';
import { entryKind } from '../sections.ts';
import { conditionHint } from '../condition-hint.ts';
import { violationsOfUnion } from '../schemas/validate.ts';
import { checkWorkflow } from './check-workflow.ts';
import { orderedGraph } from './graph.ts';
import { knownToManifest } from './known.ts';
import type { Report } from './report.ts';
import { unfold, type WorkflowSource } from './unfold.ts';
import type { WorkflowGraph } from './workflow-spec.ts';

/** One thing that is wrong with it. */
export interface InlineProblem {
  readonly code: DiagnosticCode;
  /** Where, as in `chain[1].task`. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

export interface InlineWorkflow extends WorkflowGraph {
  readonly on: RunHooks | null;
  readonly tags: readonly string[];
  /** As of a workflow of the manifest. */
  readonly input: WorkflowSource['input'];
}

/** Where it would stand in a manifest. */
const PLACE = ['workflows', 'inline'];
/** Problems that are told of. */
const MAX_PROBLEMS = 20;

/** @throws SkepError WORKFLOW_INVALID with all that is wrong, see InlineProblem, as `details.problems` */
export function readInline(manifest: Manifest, spec: Json): InlineWorkflow {
  const problems: InlineProblem[] = [];
  const report: Report = (code, path, message, hint) => {
    // What a call cannot change is told where it stands: in the manifest.
    if (DIAGNOSTIC_CODES[code].severity === 'warning') return;
    problems.push({ code, path: pathText(path), message, ...(hint !== undefined && { hint }) });
  };
  const source = checkedSource(spec, report);
  if (source !== null && problems.length === 0) checkAll(source, manifest, report);
  if (source === null || problems.length > 0) throw refusal(problems);
  const { input, tags, on } = source.written;
  return { ...orderedGraph(unfoldAgainst(manifest, source.written)), input, tags, on: on && runHooksOf(on) };
}

interface Source {
  readonly written: WorkflowSource;
  readonly tour: Tour;
}

function checkedSource(spec: Json, report: Report): Source | null {
  const union = rootNode.properties?.['workflows']?.additionalProperties;
  const violations = typeof union === 'object' ? violationsOfUnion(union, spec) : [];
  for (const violation of violations) {
    // Examples are found by the place in a manifest.
    const { code, message, hint, key } = describeViolation({ ...violation, path: [...PLACE, ...violation.path] }, null);
    report(code, key === undefined ? violation.path : [...violation.path, key], message, hint);
  }
  if (violations.length > 0) return null;
  const tour = new Tour(report);
  return { written: entryForm('workflows', rootNode)(spec, tour) as unknown as WorkflowSource, tour };
}

function checkAll({ written, tour }: Source, manifest: Manifest, report: Report): void {
  for (const reference of tour.references) checkReference(reference, manifest, report);
  for (const { value, roots, path } of tour.templates) {
    for (const { path: inside, message, hint } of checkTemplate(value, roots)) {
      report('REF_TEMPLATE', inside === '' ? path : [...path, inside], message, conditionHint(path, value) ?? hint);
    }
  }
  checkHooks(written, report);
  checkWorkflow(written, { path: [], known: knownToManifest(manifest), report });
}

function checkReference({ section, name, path }: Reference, manifest: Manifest, report: Report): void {
  const { code, word, builtIn = [] } = entryKind(section);
  const names = [...Object.keys(manifest[section]), ...builtIn];
  if (code === undefined || names.includes(name)) return;
  const hint = otherSection(section, name, (other) => Object.hasOwn(manifest[other], name)) ?? suggestion(name, names);
  report(code, path, `there is no ${word} \`${name}\``, hint);
}

/** Whoever may call may not thereby make the server send requests wherever it likes. */
function checkHooks({ on }: WorkflowSource, report: Report): void {
  if (on === null || !JSON.stringify(on).includes('"webhook":')) return;
  report(
    'REF_HOOK',
    ['on'],
    'only a workflow of the manifest may have a webhook',
    'let a task of the manifest tell it',
  );
}

function unfoldAgainst({ retryPolicies }: Manifest, source: WorkflowSource): ReturnType<typeof unfold> {
  return unfold(source, ['workflow'], (retry) => (retry === null ? null : policyOf(retry, retryPolicies)));
}

function refusal(problems: readonly InlineProblem[]): SkepError {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const message =
    first === undefined ? 'no workflow' : `${first.path === '' ? '' : `${first.path}: `}${first.message}${more}`;
  return new SkepError('WORKFLOW_INVALID', message, {
    ...(first?.hint !== undefined && { hint: first.hint }),
    details: { problems: problems.slice(0, MAX_PROBLEMS) },
  });
}
