/**
 * A list that is looked at again and again (`--watch`). A person at a terminal sees it painted anew; whoever reads a
 * file or a pipe gets what is new or has changed.
 */
import { type Command, InvalidArgumentError } from 'commander';

import { formatDuration, parseDuration, SkepError, systemClock } from '../foundation/index.ts';
import { type Act, type CommandCall, type ExitSlot, onCall } from './command-call.ts';
import { Ending } from './ending.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Frame } from './frame.ts';
import { reportError } from './report-error.ts';
import { Screen } from './screen.ts';

const USUAL_MS = 2_000;
/** A store is not asked more often by one person. */
const LEAST_MS = 200;

interface WatchFlags {
  /** Milliseconds between two looks; true where the option has no value. */
  readonly watch?: number | true;
}

/** Registers a command that shows what is now, with the option to show it again and again. */
export function onList<Options>(command: Command, exit: ExitSlot, act: Act<Options>): void {
  command.option('-w, --watch [duration]', 'show it again after so long, 2s if not said, until Ctrl-C', intervalOption);
  onCall<Options & WatchFlags>(command, exit, async (call, args, { watch, ...flags }) => {
    const look = (onto: CommandCall): Promise<ExitCode | undefined> => act(onto, args, flags as unknown as Options);
    if (watch === undefined) return look(call);
    const title = ['skep', command.parent?.parent ? command.parent.name() : '', command.name()].filter(Boolean);
    return watched(call, { title: title.join(' '), everyMs: watch === true ? USUAL_MS : watch, look });
  });
}

/** @returns milliseconds; fewer than a store should bear are refused */
export function intervalOption(text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= LEAST_MS) return ms;
  throw new InvalidArgumentError(`Write a duration of at least ${formatDuration(LEAST_MS)}, as in 5s.`);
}

interface Watch {
  readonly title: string;
  readonly everyMs: number;
  readonly look: (call: CommandCall) => Promise<ExitCode | undefined>;
}

/** Where frames are shown. */
interface Shower {
  show(frame: Frame, problem: Frame | undefined): void;
  close(): void;
}

async function watched(call: CommandCall, { title, everyMs, look }: Watch): Promise<ExitCode | undefined> {
  const { terminal, printer } = call;
  if (printer.output === 'json' || printer.output === 'yaml') {
    throw new SkepError('USAGE', `what is watched has no end, and ${printer.output} is one whole`, {
      hint: 'write `-o jsonl`: a line for each that is new or has changed',
    });
  }
  const ending = new Ending();
  const shower: Shower =
    terminal.paints && printer.output !== 'name' && printer.output !== 'jsonl'
      ? new Painted(call, `${title}, every ${formatDuration(everyMs)}`, ending)
      : new Appended(call);
  let last: Frame | undefined;
  try {
    while (!ending.over) {
      const seen = await Promise.race([looked(call, look, last), ending.ended]);
      if (seen === undefined) break;
      last = seen.frame;
      shower.show(seen.frame, seen.problem);
      await ending.wait(everyMs);
    }
  } finally {
    shower.close();
    ending.forget();
  }
  return ending.code;
}

/** A look that fails leaves what was seen before, and the next may succeed; the first must. */
async function looked(
  call: CommandCall,
  look: Watch['look'],
  last: Frame | undefined,
): Promise<{ readonly frame: Frame; readonly problem: Frame | undefined }> {
  const frame = new Frame();
  try {
    await look(call.onto(frame));
    return { frame, problem: undefined };
  } catch (error) {
    const passes = error instanceof SkepError && (error.kind === 'unavailable' || error.kind === 'timeout');
    if (last === undefined || !passes) throw error;
    const problem = new Frame();
    reportError(problem, error, { ...call.options, output: call.printer.output });
    return { frame: last, problem };
  }
}

/** On a terminal. What was seen last stays there when it has ended. */
class Painted implements Shower {
  readonly #call: CommandCall;
  readonly #title: string;
  readonly #screen: Screen;
  #last: { readonly frame: Frame; readonly problem: Frame | undefined; readonly at: string } | undefined;

  constructor(call: CommandCall, title: string, ending: Ending) {
    this.#call = call;
    this.#title = title;
    this.#screen = new Screen(call.terminal, {
      key: (key) => {
        if (key === 'q') ending.end(EXIT.done);
        else if (key === '\u0003') ending.end(EXIT.interrupted);
        else ending.hurry();
      },
      // Tables have the width that they were made for.
      resize: () => {
        this.#paint();
        ending.hurry();
      },
    });
    this.#screen.open();
  }

  show(frame: Frame, problem: Frame | undefined): void {
    this.#last = { frame, problem, at: new Date(systemClock.now()).toTimeString().slice(0, 8) };
    this.#paint();
  }

  close(): void {
    this.#screen.close();
    if (this.#last === undefined) return;
    for (const line of this.#last.frame.lines) this.#call.terminal.data(line);
  }

  #paint(): void {
    if (this.#last === undefined) return;
    const { frame, problem, at } = this.#last;
    const { dim } = this.#call.terminal.stdoutColors;
    const { columns, rows } = this.#screen.size;
    const notes = (problem ?? frame).notes;
    const room = Math.max(1, rows - 2 - notes.length);
    const left = frame.lines.length - room;
    const shown = left > 0 ? [...frame.lines.slice(0, room - 1), dim(`… ${left + 1} more lines`)] : frame.lines;
    const head = `${this.#title} · ${at} · q ends`.slice(0, columns);
    this.#screen.paint([dim(head), '', ...shown, ...notes.map((note) => (problem === undefined ? dim(note) : note))]);
  }
}

/** In a file or a pipe: of lines that stand for themselves those that are new, of a table all of it when it has changed. */
class Appended implements Shower {
  readonly #call: CommandCall;
  #lines: readonly string[] | undefined;
  #notes = '';

  constructor(call: CommandCall) {
    this.#call = call;
  }

  show({ lines, notes }: Frame, problem: Frame | undefined): void {
    this.#say((problem?.notes ?? notes).join('\n'));
    const { output } = this.#call.printer;
    const before = this.#lines;
    this.#lines = lines;
    if (output === 'name' || output === 'jsonl') {
      const known = new Set(before);
      this.#data(lines.filter((line) => !known.has(line)));
    } else if (before === undefined) this.#data(lines);
    else if (lines.join('\n') !== before.join('\n')) this.#data(['', ...lines]);
  }

  close(): void {
    // Everything is written.
  }

  #data(lines: readonly string[]): void {
    if (lines.length > 0) this.#call.terminal.data(lines.join('\n'));
  }

  /** The same is not said again. */
  #say(notes: string): void {
    if (notes !== '' && notes !== this.#notes) this.#call.terminal.say(notes);
    this.#notes = notes;
  }
}
