import { checkSchema } from '../schemas/schema-check.ts';
import { compileSchema } from '../schemas/schema-compiler.ts';
import { fillerOf } from '../schemas/schema-defaults.ts';
import { BUILT_IN_TASKS } from '../specs/hook-spec.ts';
import { pathOf } from '../pointer.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Test = Resolving['source']['tests'][number];

/** Tests that cannot pass, or say nothing. */
export function resolveTests(context: Resolving): void {
  const { combined, problems, source } = context;
  const names = new Set<string>();
  for (const [index, test] of source.tests.entries()) {
    const path: Path = ['tests', index];
    const say = (below: Path, message: string, hint?: string): void =>
      problems.add('REF_TEST', combined.spot([...path, ...below]), message, hint);
    if (names.has(test.name)) say(['name'], `there is another test ${JSON.stringify(test.name)}`);
    names.add(test.name);
    checkExpectation(test, say);
    for (const [at, name] of (test.expect.emitted ?? []).entries()) {
      if (BUILT_IN_TASKS.includes(name) || combined.declares('tasks', name)) continue;
      say(['expect', 'emitted', at], `there is no task \`${name}\``);
    }
    if (test.expect.refused === null) checkPayload(context, test, say);
  }
}

type Say = (below: Path, message: string, hint?: string) => void;

function checkExpectation({ expect, outcomes }: Test, say: Say): void {
  if (Object.values(expect).every((value) => value === null)) say(['expect'], 'nothing is expected');
  if (expect.refused === null) return;
  if (outcomes.length > 0) say(['outcomes'], 'what is refused has no attempt: there is no outcome');
  const more = Object.entries(expect).find(([key, value]) => key !== 'refused' && value !== null);
  if (more !== undefined) say(['expect', 'refused'], 'what is refused is nothing else: `refused` stands alone');
}

function checkPayload({ source }: Resolving, { enqueue: { task, payload } }: Test, say: Say): void {
  const input = source.tasks[task]?.input ?? null;
  if (input === null || checkSchema(input).length > 0) return;
  for (const { pointer, message } of compileSchema(input)(fillerOf(input)(payload))) {
    const where = pointer === '' ? 'the payload' : `the payload at ${pointer}`;
    const hint = '`expect: { refused: PAYLOAD_INVALID }` tests that it is refused';
    say(
      ['enqueue', 'payload', ...pathOf(pointer, payload)],
      `${where} breaks the input schema of \`${task}\`: ${message}`,
      hint,
    );
  }
}
