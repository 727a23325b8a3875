import type { Command } from 'commander';

import { formatDuration, messageOf, SkepError, systemClock } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { Ending } from '../ending.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { Screen } from '../screen.ts';
import { ORDERS, rowsOf, topPage, type TopState, VIEWS } from '../top-page.ts';
import { TopReader } from '../top-reader.ts';
import { intervalOption } from '../watching.ts';

const USUAL_MS = 2_000;

export function registerTop(program: Command, exit: ExitSlot): void {
  const top = program
    .command('top')
    .description('queues, tasks, processes and what runs, live on the whole terminal')
    .option('--every <duration>', 'between two looks', intervalOption, USUAL_MS);
  onCall<{ every: number }>(top, exit, async (call, _args, { every }) => {
    if (!call.terminal.paints || call.printer.output !== 'table') {
      throw new SkepError('USAGE', 'skep top needs a terminal', {
        hint: '`skep queues ls --watch -o jsonl` tells programs what changes',
      });
    }
    return new Top(call, new TopReader(await call.operations(), systemClock), every).run();
  });
}

/** Keys and looks over one page. */
class Top {
  readonly #reader: TopReader;
  readonly #screen: Screen;
  readonly #call: CommandCall;
  readonly #ending = new Ending();
  #state: Omit<TopState, 'now'>;

  constructor(call: CommandCall, reader: TopReader, everyMs: number) {
    this.#call = call;
    this.#reader = reader;
    this.#state = { view: 'all', order: 'waiting', reversed: false, paused: false, offset: 0, everyMs, problem: null };
    this.#screen = new Screen(call.terminal, {
      key: (key) => this.#pressed(key),
      resize: () => this.#paint(),
    });
  }

  async run(): Promise<ExitCode | undefined> {
    try {
      // What is wrong at once is told where the terminal keeps it.
      await this.#look();
      this.#screen.open();
      while (!this.#ending.over) {
        const began = systemClock.monotonic();
        if (!this.#state.paused) await Promise.race([this.#look(), this.#ending.ended]);
        this.#paint();
        // A store that takes long for an answer rests at least as long.
        await this.#ending.wait(Math.max(this.#state.everyMs, systemClock.monotonic() - began));
      }
    } finally {
      this.#screen.close();
      this.#ending.forget();
    }
    return this.#ending.code;
  }

  async #look(): Promise<void> {
    const failed = await this.#reader.read();
    const problem =
      failed && `${failed.code}: ${messageOf(failed)}; tried again every ${formatDuration(this.#state.everyMs)}`;
    this.#state = { ...this.#state, problem };
  }

  #paint(): void {
    const { seen } = this.#reader;
    if (seen === undefined) return;
    const { terminal } = this.#call;
    this.#screen.paint(
      topPage(seen, { ...this.#state, now: systemClock.now() }, this.#screen.size, terminal.stdoutColors),
    );
  }

  #pressed(key: string): void {
    if (key === 'q') this.#ending.end(EXIT.done);
    else if (key === '\u0003') this.#ending.end(EXIT.interrupted);
    else {
      const before = this.#state;
      this.#state = { ...before, ...changedBy(key, before, this.#rows()) };
      if (before.paused && !this.#state.paused) this.#ending.hurry();
      this.#paint();
    }
  }

  /** Of the view that is shown. */
  #rows(): number {
    const { seen } = this.#reader;
    return seen === undefined ? 0 : rowsOf(seen, this.#state.view);
  }
}

/** @param rows of the view, to scroll within @returns what a key changes */
export function changedBy(key: string, state: Omit<TopState, 'now'>, rows: number): Partial<TopState> {
  const scrolled = (by: number): Partial<TopState> => ({ offset: Math.max(0, Math.min(state.offset + by, rows - 1)) });
  switch (key) {
    case 'p':
    case ' ':
      return { paused: !state.paused };
    case 's':
      return { order: after(ORDERS, state.order), offset: 0 };
    case 'r':
      return { reversed: !state.reversed, offset: 0 };
    case '\t':
      return { view: after(VIEWS, state.view), offset: 0 };
    case 'j':
    case '\u001b[B':
      return scrolled(1);
    case 'k':
    case '\u001b[A':
      return scrolled(-1);
    default:
      return {};
  }
}

function after<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] ?? one;
}
