/** One call of a command: its options, its terminal, and the operations it works on. */
import type { Command } from 'commander';
import type { Operations } from '../api/index.ts';
import type { ConnectOptions } from './caller.ts';
import type { ExitCode } from './exit-codes.ts';
import type { GlobalOptions } from './options.ts';
import { Printer } from './printer.ts';
import { Terminal } from './terminal.ts';

export class CommandCall {
  readonly terminal = new Terminal();
  readonly options: GlobalOptions;
  readonly printer: Printer;
  #operations: Promise<Operations> | undefined;

  constructor(options: GlobalOptions) {
    this.options = options;
    this.printer = new Printer(this.terminal, options.output);
    if (!options.color) this.terminal.withoutColor();
  }

  /** A running server's operations when there is one, else those of the store itself. */
  operations(options?: ConnectOptions): Promise<Operations> {
    this.#operations ??= import('./connect.ts').then(({ connect }) => connect(this, options));
    return this.#operations;
  }

  /** Said on stderr with -v only. */
  whisper(text: string): void {
    if (this.options.verbose) this.terminal.say(text);
  }

  async close(): Promise<void> {
    const operations = await this.#operations?.catch(() => undefined);
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
