/**
 * The whole terminal as a page that is painted anew: on its second screen, so that what stood there before is there
 * again afterwards, whichever way the program ends. Only SIGKILL leaves no time for that.
 */
import { stripVTControlCharacters } from 'node:util';

import { systemClock, writeWhole } from '../foundation/index.ts';
import type { Terminal } from './terminal.ts';

const STDOUT = 1;
/** The second screen, no cursor, no lines that wrap: one that is too long loses its end and moves nothing. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** What is written between these is shown at once, where the terminal knows them; others pass over them. */
const BEGIN = '\u001b[?2026h\u001b[H';
const END = '\u001b[?2026l';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';
/** Ctrl-Z, which a terminal in raw mode hands on as a key. */
const SUSPEND = '\u001a';
const RESUME_MS = 20;

export interface ScreenEvents {
  /** A key as the terminal sends it: `q`, `\u0003` for Ctrl-C, `\u001b[A` for an arrow. */
  readonly key: (key: string) => void;
  /** It has another size, or was not seen for a while: what it shows is to be painted anew. */
  readonly resize: () => void;
}

export class Screen {
  readonly #terminal: Terminal;
  readonly #events: ScreenEvents;
  #open = false;
  #closed = false;
  #painted = '';

  constructor(terminal: Terminal, events: ScreenEvents) {
    this.#terminal = terminal;
    this.#events = events;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = process.stdout;
    return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
  }

  open(): void {
    process.on('exit', this.#close);
    process.on('uncaughtExceptionMonitor', this.#close);
    process.stdout.on('resize', this.#resized);
    this.#enter();
  }

  /** @param lines those that the screen has no room for are not shown */
  paint(lines: readonly string[]): void {
    const text = lines
      .slice(0, this.size.rows)
      .map((line) => this.#line(line))
      .join('\r\n');
    if (!this.#open || text === this.#painted) return;
    this.#painted = text;
    writeWhole(STDOUT, `${BEGIN}${text}${REST_OF_SCREEN}${END}`);
  }

  /** Behind the last column the cursor stands on it: there is no rest of the line to erase. */
  #line(line: string): string {
    const shown = this.#terminal.shown(line);
    return stripVTControlCharacters(shown).length < this.size.columns ? `${shown}${REST_OF_LINE}` : shown;
  }

  close(): void {
    process.off('exit', this.#close);
    process.off('uncaughtExceptionMonitor', this.#close);
    process.stdout.off('resize', this.#resized);
    this.#closed = true;
    this.#leave();
  }

  readonly #close = (): void => this.close();

  readonly #resized = (): void => {
    this.#painted = '';
    this.#events.resize();
  };

  readonly #pressed = (bytes: Buffer): void => {
    for (const key of keysOf(bytes.toString())) {
      if (key === SUSPEND) this.#suspend();
      else this.#events.key(key);
    }
  };

  /** As the terminal itself would do it, to all processes of the command. */
  #suspend(): void {
    this.#leave();
    process.kill(0, 'SIGTSTP');
    // Stopped processes have no time: this comes when it goes on, or at once where no shell takes care of it.
    systemClock.after(RESUME_MS, () => {
      if (this.#closed) return;
      this.#enter();
      this.#resized();
    });
  }

  #enter(): void {
    this.#open = true;
    if (process.stdin.isTTY) process.stdin.setRawMode(true).resume().on('data', this.#pressed);
    writeWhole(STDOUT, ENTER);
  }

  #leave(): void {
    if (!this.#open) return;
    this.#open = false;
    if (process.stdin.isTTY) process.stdin.off('data', this.#pressed).setRawMode(false).pause();
    try {
      writeWhole(STDOUT, LEAVE);
    } catch {
      // The terminal is gone, and its screens with it.
    }
  }
}

/** What came at once may be several keys; one that begins with an escape is one. */
function keysOf(text: string): readonly string[] {
  return text.startsWith('\u001b') ? [text] : Array.from(text);
}
