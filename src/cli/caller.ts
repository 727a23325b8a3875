/** What a command gives to who connects it. */
import type { GlobalOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** The call that asks; a CommandCall is one. */
export interface Caller {
  readonly options: GlobalOptions;
  readonly terminal: Terminal;
  whisper(text: string): void;
}

export interface ConnectOptions {
  /** Makes the store when there is none. Default: refuses. */
  readonly create?: boolean;
}
