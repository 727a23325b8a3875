/**
 * The terminal we talk to: data on stdout, everything else on stderr. Written at once and whole, not through Node's
 * streams: those end a command well although a full disk took half of its answer.
 */
import { isatty } from 'node:tty';

import picocolors from 'picocolors';

import { codeOf, messageOf, SkepError, statusRow, visible, visibleLines, writeWhole } from '../foundation/index.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;

let unheard = false;

/** Whether something that was said could not be written. */
export function wentUnheard(): boolean {
  return unheard;
}

export type Colors = ReturnType<typeof picocolors.createColors>;

export class Terminal {
  readonly env: Readonly<Record<string, string | undefined>> = process.env;
  readonly cwd = process.cwd();
  #color = true;

  /** `--no-color` was given. */
  withoutColor(): void {
    this.#color = false;
  }

  /**
   * Data: what a program that reads us wants.
   * @throws SkepError OUTPUT_FAILED when not all of it could be written; details.code is the system's, as EPIPE
   */
  data(text: string): void {
    const shown = shownText(text, this.#allowed(STDOUT));
    try {
      writeWhole(STDOUT, shown.endsWith('\n') ? shown : `${shown}\n`);
    } catch (error) {
      throw new SkepError('OUTPUT_FAILED', `standard output could not be written whole: ${messageOf(error)}`, {
        details: { code: codeOf(error) },
        cause: error,
      });
    }
  }

  /** What may be written of a text where data goes: our own colours if they are wanted, nothing that steers. */
  shown(text: string): string {
    return shownText(text, this.#allowed(STDOUT));
  }

  /** Talk: what a person wants to know. Nobody can be told that it cannot be told; the exit code says it, see `unheard`. */
  say(text: string): void {
    try {
      const line = `${shownText(text, this.#allowed(STDERR))}\n`;
      writeWhole(STDERR, this.overwrites ? statusRow.above(line) : line);
    } catch {
      unheard = true;
    }
  }

  /** Whether a line of talk can be written over. */
  get overwrites(): boolean {
    return isatty(STDERR) && this.env['TERM'] !== 'dumb';
  }

  /** Talk in the place of the last such line; '' wipes that out. */
  overwrite(text: string): void {
    const shown = shownText(text, this.#allowed(STDERR));
    statusRow.set(shown);
    try {
      writeWhole(STDERR, `\r${shown}\u001b[K`);
    } catch {
      unheard = true;
    }
  }

  get interactive(): boolean {
    return isatty(STDERR);
  }

  /** Whether there is somebody to ask. */
  get asks(): boolean {
    return isatty(STDIN) && isatty(STDERR);
  }

  /** Whether what it shows can be painted over: a terminal that knows how, of a person who looks. */
  get paints(): boolean {
    return this.width !== undefined && this.env['TERM'] !== 'dumb';
  }

  /** Columns of the terminal that shows the data; undefined when a file or a program takes it. */
  get width(): number | undefined {
    return isatty(STDOUT) && process.stdout.columns > 0 ? process.stdout.columns : undefined;
  }

  /** The same of the one that shows the talk; Infinity when a file or a program takes it. */
  get talkWidth(): number {
    return isatty(STDERR) && process.stderr.columns > 0 ? process.stderr.columns : Infinity;
  }

  get stdoutColors(): Colors {
    return picocolors.createColors(this.#allowed(STDOUT));
  }

  get stderrColors(): Colors {
    return picocolors.createColors(this.#allowed(STDERR));
  }

  get stdin(): AsyncIterable<unknown> {
    return process.stdin;
  }

  /** Colour only on a terminal that shows it and to a person who wants it (no-color.org). */
  #allowed(fd: number): boolean {
    const { NO_COLOR, TERM } = this.env;
    return this.#color && isatty(fd) && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
  }
}

/** What our own colours are made of: bold, dim, the plain colours and the ends of these. */
// eslint-disable-next-line no-control-regex -- so do colours begin
const COLORS = /(\u001b\[(?:1|2|3[1-6]|22|39|90)m)/;

/**
 * The last door before a terminal: whoever forgets to make text from outside visible is caught here. Line ends
 * pass, and our colours where there are any; what may not break a line goes through `printable` before.
 */
export function shownText(text: string, colors: boolean): string {
  if (!colors) return visibleLines(text);
  return text
    .split(COLORS)
    .map((part, index) => (index % 2 === 1 ? part : visibleLines(part)))
    .join('');
}

/** Text from outside (payloads, messages) on one line, and so that it cannot steer the terminal. */
export function printable(text: string): string {
  return visible(text.replaceAll('\n', ' '));
}
