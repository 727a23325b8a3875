/** The terminal we talk to: data on stdout, everything else on stderr. The only file that knows both streams. */
import picocolors from 'picocolors';

import { visible } from '../foundation/index.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

export class Terminal {
  readonly env: Readonly<Record<string, string | undefined>> = process.env;
  readonly cwd = process.cwd();
  #color = true;

  /** `--no-color` was given. */
  withoutColor(): void {
    this.#color = false;
  }

  /** Data: what a program that reads us wants. */
  data(text: string): void {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** Talk: what a person wants to know. */
  say(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  get interactive(): boolean {
    return process.stderr.isTTY;
  }

  /** Columns of the terminal that shows the data; undefined when a file or a program takes it. */
  get width(): number | undefined {
    return process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : undefined;
  }

  get stdoutColors(): Colors {
    return picocolors.createColors(this.#allowed(process.stdout));
  }

  get stderrColors(): Colors {
    return picocolors.createColors(this.#allowed(process.stderr));
  }

  async readStdin(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array));
    return Buffer.concat(chunks);
  }

  /** Colour only on a terminal that shows it and to a person who wants it (no-color.org). */
  #allowed(stream: NodeJS.WriteStream): boolean {
    const { NO_COLOR, TERM } = this.env;
    return this.#color && stream.isTTY && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb';
  }
}

/** Text from outside (payloads, messages) on one line, and so that it cannot steer the terminal. */
export function printable(text: string): string {
  return visible(text.replaceAll('\n', ' '));
}
