/** A failure on stderr: as text for people, as one JSON object for programs. */
import {
  type Diagnostic,
  hidePasswords,
  messageOf,
  renderDiagnostic,
  SkepError,
  visibleJson,
  visibleLines,
} from '../foundation/index.ts';
import type { Output } from './printer.ts';
import type { Terminal } from './terminal.ts';

export interface ReportOptions {
  readonly output: Output;
  /** Shows the stack of faults that are ours. */
  readonly verbose: boolean;
}

/**
 * Says on stderr what went wrong: code, message, particulars, hint.
 * With `-o json` or `jsonl` it is `{ "error": { code, message, hint, details } }`.
 */
export function reportError(terminal: Terminal, thrown: unknown, { output, verbose }: ReportOptions): void {
  const error = asSkepError(thrown);
  if (output === 'json' || output === 'jsonl') {
    const { code, message, hint = null, details = {} } = error;
    terminal.say(visibleJson(JSON.stringify({ error: { code, message: hidePasswords(message), hint, details } })));
    return;
  }
  const { red, bold, dim } = terminal.stderrColors;
  terminal.say(`${red(bold(`error ${error.code}`))}: ${told(headline(error))}`);
  for (const line of particulars(error, terminal.talkWidth)) terminal.say(told(line));
  if (error.hint !== undefined) terminal.say(dim(`hint: ${told(error.hint)}`));
  if (verbose && thrown instanceof Error) terminal.say(dim(told(thrown.stack ?? '')));
}

/** Messages repeat what came from outside: a server, a store, a handler. */
function told(text: string): string {
  return visibleLines(hidePasswords(text));
}

function asSkepError(thrown: unknown): SkepError {
  if (thrown instanceof SkepError) return thrown;
  return new SkepError('INTERNAL', messageOf(thrown), {
    cause: thrown,
    hint: 'this is a fault of Skep; run again with -v and report what it prints',
  });
}

/** Several violations follow one by one: they need not stand in the message as well. */
function headline({ message, details }: SkepError): string {
  const listed = Array.isArray(details?.['violations']) && details['violations'].length > 1;
  const colon = message.indexOf(': ');
  return listed && colon > 0 ? `${message.slice(0, colon)}:` : message;
}

function particulars(error: SkepError, columns: number): string[] {
  const { diagnostics, violations } = error.details ?? {};
  return [
    ...(Array.isArray(diagnostics) ? (diagnostics as Diagnostic[]).map((one) => renderDiagnostic(one, columns)) : []),
    // A single one is in the message already.
    ...(Array.isArray(violations) && violations.length > 1 ? (violations as ToldViolation[]).map(violationLine) : []),
  ];
}

interface ToldViolation {
  /** Of which job, when several were enqueued at once. */
  readonly index?: number;
  readonly pointer: string;
  readonly message: string;
}

function violationLine({ index, pointer, message }: ToldViolation): string {
  return `  ${index === undefined ? '' : `jobs[${index}] `}${pointer === '' ? '(payload)' : pointer}: ${message}`;
}
