/**
 * What really happened, whoever did it: producers, handlers, fault hooks and scenarios append lines to one file,
 * each line with one write on a descriptor opened with O_APPEND, so that the order in the file is the order of
 * the events over all processes. Format: `kind subject attempt pid at`, `-` where a field means nothing.
 *
 *   offered id                     before the call that stores it
 *   enqueued|existing id           after it: acknowledged as a new job, or as one that was there already
 *   start|end|fail id attempt      the handler was called, returned, threw
 *   ready                          a process is at work
 *   kill|stall|resume|term|gone    of a process: killed, stopped, goes on, asked to end, seen to have ended
 *   look                           a process has taken back the jobs of dead ones, if there were any
 *   lease                          of a process that was killed or stopped: `at` is when it ends, by the store's word
 *   child id                       enqueued by a handler under that id (whether acknowledged or not)
 *
 * `at` is the host's monotonic clock in ms: comparable between processes, untouched by changed wall clocks.
 */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';

export const LINE_KINDS = [
  'offered',
  'enqueued',
  'existing',
  'start',
  'end',
  'fail',
  'ready',
  'kill',
  'stall',
  'resume',
  'term',
  'gone',
  'look',
  'lease',
  'child',
] as const;
export type LineKind = (typeof LINE_KINDS)[number];

export interface Line {
  readonly kind: LineKind;
  /** A job's id, '-' for lines about a process. */
  readonly id: string;
  readonly attempt: number;
  readonly pid: number;
  /** Milliseconds of the host's monotonic clock. */
  readonly at: number;
}

/** Milliseconds of CLOCK_MONOTONIC: one clock for all processes of the host. */
export function hostNow(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}

export class Ledger {
  readonly file: string;
  readonly #descriptor: number;
  /** What was read so far: lines, and the piece of one that was being written. */
  readonly #lines: Line[] = [];
  #rest = '';
  #offset = 0;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, 'a+');
  }

  /** Lines about jobs, in one write. */
  jobs(kind: LineKind, ids: readonly string[]): void {
    const at = hostNow();
    writeSync(this.#descriptor, ids.map((id) => `${kind} ${id} - ${process.pid} ${at}\n`).join(''));
  }

  /** A line about a process. @param at of the host's monotonic clock; default: now */
  process(kind: LineKind, pid: number, at = hostNow()): void {
    writeSync(this.#descriptor, `${kind} - - ${pid} ${at}\n`);
  }

  /** All lines so far, in order. */
  lines(): readonly Line[] {
    const buffer = Buffer.alloc(fstatSync(this.#descriptor).size - this.#offset);
    const read = readSync(this.#descriptor, buffer, 0, buffer.length, this.#offset);
    this.#offset += read;
    const texts = (this.#rest + buffer.toString('utf8', 0, read)).split('\n');
    this.#rest = texts.pop() ?? '';
    for (const text of texts) this.#lines.push(parsed(text));
    return this.#lines;
  }

  of(...kinds: readonly LineKind[]): Line[] {
    return this.lines().filter(({ kind }) => kinds.includes(kind));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function parsed(text: string): Line {
  const [kind = '', id = '', attempt, pid, at] = text.split(' ');
  if (!(LINE_KINDS as readonly string[]).includes(kind)) throw new Error(`no line of a ledger: ${text}`);
  return { kind: kind as LineKind, id, attempt: Number(attempt), pid: Number(pid), at: Number(at) };
}
