/** What a step cannot be, whatever stands around it. */
import { checkTemplate, fillTemplate, PLAN_ROOTS, templatePaths, templateText } from '../../core/index.ts';
import { formatDuration, type Json } from '../../foundation/index.ts';
import { checkSchema } from '../schemas/schema-check.ts';
import { compileSchema } from '../schemas/schema-compiler.ts';
import { fillerOf } from '../schemas/schema-defaults.ts';
import { misfits } from '../template-fit.ts';
import { pathOf } from '../pointer.ts';
import type { Path } from '../yaml/source-file.ts';
import type { Known } from './known.ts';
import type { Report } from './report.ts';
import type { PlacedStep } from './unfold.ts';

interface Around {
  readonly known: Known;
  readonly report: Report;
}

export function checkStep(placed: PlacedStep, { known, report }: Around): void {
  const { step, path } = placed;
  checkList(placed, report);
  if (step.when === 'failure' && step.needs.length === 0) {
    report('REF_WHEN', [...path, 'when'], 'nothing stands before this step that could fail, so that it never begins');
  }
  if (step.work.kind !== 'task') return;
  const { task: name, with: template, timeout } = step.work;
  checkTimeout(timeout, [...path, 'timeout'], report);
  const task = known.task(name);
  if (task?.encrypt === true) {
    const message = `the payloads of \`${name}\` are encrypted, and that of a step is put together by the store, in the clear`;
    report(
      'REF_STEP_FORM',
      [...path, 'task'],
      message,
      'let the handler of a step before it enqueue it, with `ctx.enqueue`',
    );
  }
  if (task?.input != null) checkFit(template, { name, input: task.input, path: [...path, 'with'], report });
}

function checkList({ step, path, listKey }: PlacedStep, report: Report): void {
  const { forEach } = step;
  for (const key of ['concurrency', 'chunk'] as const) {
    if (forEach !== null || step[key] === null) continue;
    report('REF_STEP_FORM', [...path, key], `\`${key}\` is of a \`forEach\`, and this step has none`);
  }
  if (listKey === null || forEach === null || Array.isArray(forEach) || checkTemplate(forEach, PLAN_ROOTS).length > 0)
    return;
  if (typeof forEach === 'string' && templateText(forEach).kind === 'path') return;
  const message = `\`${listKey}\` is the template of a list, and this never is one`;
  report('REF_STEP_FORM', [...path, listKey], message, 'as in `${steps.extract.result.files}`');
}

function checkTimeout(
  timeout: { readonly softMs: number | null; readonly hardMs: number | null } | null,
  path: Path,
  report: Report,
): void {
  const { softMs = null, hardMs = null } = timeout ?? {};
  if (softMs === null || hardMs === null || softMs < hardMs) return;
  const message = `the soft limit (${formatDuration(softMs)}) must be below the hard one (${formatDuration(hardMs)})`;
  report('REF_TIMEOUT', [...path, 'soft'], message);
}

interface Fitting {
  /** Of the task. */
  readonly name: string;
  readonly input: Parameters<typeof checkSchema>[0];
  readonly path: Path;
  readonly report: Report;
}

/** What can never be what the task takes; what is wholly constant is held against all of its schema. */
function checkFit(template: Json, { name, input, path, report }: Fitting): void {
  if (checkSchema(input).length > 0) return;
  const filled = fillerOf(input)(template);
  const found = misfits(filled, input);
  for (const { path: inside, message, hint } of found) {
    report('REF_WITH', [...path, ...inside], message.replace('the task', `\`${name}\``), hint);
  }
  const unread = checkTemplate(template, PLAN_ROOTS).length > 0;
  if (found.length > 0 || unread || templatePaths(template).length > 0) return;
  const payload = fillTemplate(filled, {});
  for (const { pointer, message } of compileSchema(input)(payload)) {
    const place = pointer === '' ? 'the payload' : `the payload at ${pointer}`;
    report(
      'REF_WITH',
      [...path, ...pathOf(pointer, payload)],
      `${place} breaks the input schema of \`${name}\`: ${message}`,
    );
  }
}
