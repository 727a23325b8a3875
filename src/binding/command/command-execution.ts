/** One attempt of a command: the payload goes in, lines come out, and its end says what becomes of the job. */
import type { Readable } from 'node:stream';

import { endOf, Execution, type HandlerContext, LOG_LINES_KEPT } from '../../core/index.ts';
import { type Clock, formatSize, type Json, messageOf } from '../../foundation/index.ts';
import type { ExitAction } from '../../manifest/index.ts';
import { CommandError } from './command-error.ts';
import { Conversation } from './conversation.ts';
import { LineReader } from './line-reader.ts';
import { type Exit, ProcessGroup, type Program } from './process-group.ts';
import { unstarted } from './unstarted.ts';

/** Of the error output, in the message of a failure. */
const LAST_LINES = 10;
const LAST_LINES_MAX = 2_000;
/** Of a line of the protocol: a result of the greatest size, and as much again for how it is written. */
const SAID_PER_BYTE = 2;

export interface CommandParts {
  readonly exitCodes: Readonly<Record<string, ExitAction>>;
  /** Largest result, bytes of JSON. */
  readonly resultMax: number;
  readonly clock: Clock;
}

export class CommandExecution extends Execution {
  readonly done: Promise<unknown>;
  readonly #group: ProcessGroup;
  readonly #ctx: HandlerContext;
  readonly #parts: CommandParts;
  readonly #said: Conversation;
  readonly #errors: string[] = [];

  /** @throws what `ProcessGroup` does */
  constructor(program: Program, payload: Json, ctx: HandlerContext, parts: CommandParts) {
    super();
    this.#ctx = ctx;
    this.#parts = parts;
    this.#said = new Conversation(ctx);
    this.#group = new ProcessGroup(program, parts.clock);
    // One that does not read its input, or not to the end, is as good as any.
    this.#group.stdin?.on('error', () => undefined);
    this.#group.stdin?.end(`${JSON.stringify(payload)}\n`);
    this.#read(this.#group.stdout, (line) => ctx.log(line));
    this.#read(this.#group.stderr, (line) => this.#complained(line));
    // Whoever does not heed it is killed by the attempt: at its hard limit, after `cancelGrace`, at a stop.
    const abort = (): void => this.#group.terminate();
    ctx.signal.addEventListener('abort', abort, { once: true });
    this.done = this.#group.ended
      .then(
        (exit) => this.#outcome(exit),
        async (error: unknown) => {
          throw await unstarted(error, program);
        },
      )
      .finally(() => ctx.signal.removeEventListener('abort', abort));
  }

  async kill(): Promise<boolean> {
    await this.#group.kill();
    return true;
  }

  async close(): Promise<void> {
    // Its end is its closing.
  }

  /** A turn of the loop for each piece, so that whatever it prints others get theirs. */
  #read(stream: Readable | null, line: (text: string) => void): void {
    const said = (text: string, whole: boolean): void => this.#said.heard(text, whole);
    const reader = new LineReader({ said, line }, LOG_LINES_KEPT, SAID_PER_BYTE * this.#parts.resultMax);
    stream?.on('data', (piece: Buffer) => {
      reader.push(piece);
      stream.pause();
      setImmediate(() => stream.resume());
    });
    stream?.on('end', () => reader.end());
    stream?.on('error', () => undefined);
  }

  #complained(line: string): void {
    this.#errors.push(line);
    if (this.#errors.length > LAST_LINES) this.#errors.shift();
    this.#ctx.log(line);
  }

  /** @throws what makes the attempt fail, or the job end otherwise */
  #outcome(exit: Exit): Json {
    const action = exit.code === 0 ? 'complete' : this.#parts.exitCodes[String(exit.code)];
    const wish = this.#said.wish(this.#failure(exit, this.#said.again ? 'retry' : action));
    if (wish !== null) throw wish;
    if (action !== 'complete') throw this.#ending(this.#failure(exit, action), action);
    if (this.#said.tooLarge) {
      const text = `the command said a result of more than ${formatSize(this.#parts.resultMax)}; raise result.max, or say where it is`;
      throw this.#ctx.dead(new CommandError('RESULT_TOO_LARGE', text));
    }
    return this.#said.result === undefined ? { exitCode: exit.code } : this.#said.result;
  }

  #ending(failure: CommandError, action: ExitAction | undefined): Error {
    if (action === 'dead') return this.#ctx.dead(failure);
    if (action === 'cancel') return this.#ctx.cancel(failure);
    return action === 'retry' ? this.#ctx.retry({ cause: failure }) : failure;
  }

  #failure({ code, signal }: Exit, action: ExitAction | undefined): CommandError {
    const how = signal === null ? `the command ended with exit code ${code}` : `the command was ended by ${signal}`;
    const last = endOf(this.#errors.join('\n').trim(), LAST_LINES_MAX);
    const text = last === '' ? how : `${how}: ${last}`;
    const { signal: abort } = this.#ctx;
    // It was told to end and did: why it was told is what counts.
    if (abort.aborted && action === undefined) {
      return new CommandError('ATTEMPT_TIMED_OUT', `${messageOf(abort.reason)}; ${text}`, abort.reason);
    }
    if (signal !== null) return new CommandError('ATTEMPT_CRASHED', text);
    return new CommandError(action === 'retry' ? 'COMMAND_UNFINISHED' : 'COMMAND_FAILED', text);
  }
}
