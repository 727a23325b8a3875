/** Findings of `skep doctor`, for people and for programs. */
import { wrapWords } from '../foundation/index.ts';
import type { Advice } from '../platform/index.ts';
import type { CommandCall } from './command-call.ts';
import { printable } from './terminal.ts';

/** What it is, where it stands, what to write, and where to read of it. */
export function adviceLines({ terminal }: CommandCall, advice: Advice): readonly string[] {
  const { code, severity, message, place, edit, page } = advice;
  const { bold } = terminal.stdoutColors;
  const where = place === null ? '' : `  ${printable(place.file)}:${place.line}`;
  return [
    `${severity} ${bold(code)}${where}`,
    ...wrapWords(printable(message), terminal.talkWidth - 2).map((line) => `  ${line}`),
    ...(edit === null
      ? []
      : edit
          .trimEnd()
          .split('\n')
          .map((line) => `    ${printable(line)}`)),
    `  ${page}`,
  ];
}
