/** Findings of `skep doctor`, for people and for programs. */
import { wrapWords } from '../foundation/index.ts';
import type { Advice, DoctorCheck } from '../platform/index.ts';
import type { CommandCall } from './command-call.ts';
import { printable } from './terminal.ts';

type Finding = Omit<Advice, 'severity'> & { readonly severity: Advice['severity'] | 'fail' };

/** A check that is not well, in the form of the other findings. */
export function findingOf({ name, status, message, hint }: DoctorCheck): readonly Finding[] {
  if (status === 'ok') return [];
  const told = hint === null ? message : `${message}; ${hint}`;
  const page = 'docs/doctor.md#checks';
  return [{ code: name, severity: status, message: told, about: name, place: null, edit: null, page }];
}

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
