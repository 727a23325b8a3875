/** A process of its own, leader of its own group, so that what a handler has started there ends with it. */
import type { ChildProcess } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';

import { type Clock, groupGuard, newAborter, outside, pause, startProcess } from '../foundation/index.ts';
import { type Host, type HostEnd, type HostLimits, Tail } from './host.ts';
import { type FarNews, type FarOrder, type FarSetting, newsIn } from './messages.ts';
import { WATCH_FD } from './watch-source.ts';

const LAST_WORDS_MS = 100;
const NONE: HostLimits = { memoryBytes: null, cpuMs: null };

export class ProcessHost implements Host {
  readonly name: string;
  readonly ended: Promise<HostEnd>;
  listener: (news: FarNews) => void = () => undefined;
  onEnd: (end: HostEnd) => void = () => undefined;
  killed = false;
  readonly #child: ChildProcess;
  readonly #watch: Duplex;
  #tail = new Tail();
  #over: HostEnd['over'] = null;
  #error: unknown;
  #limited = false;
  #turn = 0;
  #gone = false;

  constructor(setting: FarSetting, clock: Clock) {
    groupGuard.stand();
    this.#child = outside(() =>
      startProcess(import.meta.url, 'far-process', {
        detached: true,
        stdio: ['ignore', 'inherit', 'pipe', 'ipc', 'pipe'],
      }),
    );
    // It watches over its group itself; not where it is killed in the same instant.
    if (this.#child.pid !== undefined) groupGuard.enter(this.#child.pid);
    this.name = `process ${this.#child.pid ?? 0}`;
    this.#child.on('message', (message) => {
      const news = newsIn(message);
      if (news !== undefined) this.listener(news);
    });
    this.#child.on('error', (error) => (this.#error ??= error));
    this.#watch = this.#child.stdio[WATCH_FD] as Duplex;
    this.#watch.on('data', (word: Buffer) => this.#heed(word.toString()));
    this.#watch.on('error', () => undefined);
    this.#forward(this.#child.stderr);
    this.ended = this.#end(clock);
    void this.ended.then((end) => this.onEnd(end));
    this.post({ kind: 'setting', setting });
  }

  async #end(clock: Clock): Promise<HostEnd> {
    const streams = Promise.all([closed(this.#watch), closed(this.#child.stderr)]);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => {
      this.#child.once('exit', (...how) => resolve(how));
      this.#child.once('error', () => this.#child.pid === undefined && resolve([null, null]));
    });
    // What it has left behind.
    this.kill();
    this.#gone = true;
    if (this.#child.pid !== undefined) groupGuard.leave(this.#child.pid);
    // Its last words; who has left the group may hold its stderr open for ever.
    const enough = newAborter();
    await Promise.race([streams, pause(clock, LAST_WORDS_MS, enough.signal)]);
    enough.abort();
    return { code, signal, stderr: this.#tail.text, error: this.#error, over: this.#over };
  }

  /** Its stderr is part of ours; its last lines say why it ended. */
  #forward(stderr: Readable | null): void {
    stderr?.on('data', (chunk: Buffer) => {
      this.#tail.add(chunk.toString());
      if (process.stderr.write(chunk)) return;
      stderr.pause();
      process.stderr.once('drain', () => stderr.resume());
    });
  }

  #heed(word: string): void {
    if (word === 'memory' || word === 'cpu') this.#over ??= word;
    this.kill();
  }

  post(order: FarOrder): void {
    if (!this.#child.connected) return;
    this.#child.send(order, (error) => error && (this.#error ??= error));
  }

  begin(limits: HostLimits | null): number {
    this.#turn += 1;
    // What another attempt wrote says nothing of this one, and is not for its job.
    this.#tail = new Tail();
    this.#limited = limits !== null;
    if (limits !== null) this.#limit(limits);
    return this.#turn;
  }

  rest(): void {
    if (this.#limited) this.#limit(NONE);
    this.#limited = false;
  }

  #limit({ memoryBytes: memory, cpuMs: cpu }: HostLimits): void {
    this.#watch.write(`${JSON.stringify({ memory, cpu, turn: this.#turn })}\n`);
  }

  kill(): void {
    this.killed = true;
    const { pid } = this.#child;
    if (pid === undefined || this.#gone) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // The group is gone.
    }
  }
}

function closed(stream: Readable | null): Promise<void> {
  return new Promise((resolve) => (stream === null ? resolve() : stream.once('close', resolve)));
}
