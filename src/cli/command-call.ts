/** One call of a command: its options, its terminal, and the operations it works on. */
import type { Command } from 'commander';
import type { Operations } from '../api/index.ts';
import type { ConnectOptions } from './caller.ts';
import type { ExitCode } from './exit-codes.ts';
import type { GlobalOptions } from './options.ts';
import { Printer } from './printer.ts';
import { Terminal } from './terminal.ts';

/** What several calls that show their results in different places work on. */
interface Link {
  operations: Promise<Operations> | undefined;
}

export class CommandCall {
  readonly terminal: Terminal;
  readonly options: GlobalOptions;
  readonly printer: Printer;
  readonly #link: Link;

  constructor(options: GlobalOptions, terminal = new Terminal(), link: Link = { operations: undefined }) {
    this.options = options;
    this.terminal = terminal;
    this.#link = link;
    this.printer = new Printer(this.terminal, options.output);
    if (!options.color) this.terminal.withoutColor();
  }

  /** The same call on the same operations, but what it shows goes elsewhere. */
  onto(terminal: Terminal): CommandCall {
    return new CommandCall(this.options, terminal, this.#link);
  }

  /** A running server's operations when there is one, else those of the store itself. */
  operations(options?: ConnectOptions): Promise<Operations> {
    this.#link.operations ??= import('./connect.ts').then(({ connect }) => connect(this, options));
    return this.#link.operations;
  }

  /** Said on stderr with -v only. */
  whisper(text: string): void {
    if (this.options.verbose) this.terminal.say(text);
  }

  async close(): Promise<void> {
    const operations = await this.#link.operations?.catch(() => undefined);
    await operations?.close();
  }
}

/** What a command does; undefined is EXIT.done. */
export type Act<Options> = (
  call: CommandCall,
  args: readonly string[],
  options: Options,
) => Promise<ExitCode | undefined>;

/** Where the exit code of the command that ran is left for cli.ts. */
export interface ExitSlot {
  code: ExitCode | undefined;
}

/** Registers what a command does; `Options` are its own options as commander parsed them. */
export function onCall<Options>(command: Command, exit: ExitSlot, act: Act<Options>): void {
  command.action(async () => {
    const call = new CommandCall(command.optsWithGlobals<GlobalOptions>());
    try {
      exit.code = await act(call, command.args, command.opts() as Options);
    } finally {
      await call.close();
    }
  });
}
