/** A thread of this process. It shares its memory limit, its environment and its fate: what ends the process ends it too. */
import type { Worker } from 'node:worker_threads';

import { type Clock, outside, startThread, type Timer } from '../foundation/index.ts';
import type { Host, HostEnd, HostLimits } from './host.ts';
import { type FarNews, type FarOrder, type FarSetting, newsIn } from './messages.ts';

const LOOK_MS = 50;
const MIB = 1024 * 1024;

export class ThreadHost implements Host {
  readonly name: string;
  readonly ended: Promise<HostEnd>;
  listener: (news: FarNews) => void = () => undefined;
  onEnd: (end: HostEnd) => void = () => undefined;
  killed = false;
  readonly #worker: Worker;
  readonly #clock: Clock;
  #over: HostEnd['over'] = null;
  #error: unknown;
  #timer: Timer | undefined;
  #turn = 0;

  /** @param memoryBytes largest heap; it holds for the life of the thread */
  constructor(setting: FarSetting, memoryBytes: number | null, clock: Clock) {
    const limits = memoryBytes === null ? {} : { maxOldGenerationSizeMb: Math.ceil(memoryBytes / MIB) };
    this.#clock = clock;
    this.#worker = outside(() => startThread(import.meta.url, 'far-thread', setting, limits));
    this.name = `thread ${this.#worker.threadId}`;
    this.#worker.on('message', (message: unknown) => {
      const news = newsIn(message);
      if (news !== undefined) this.listener(news);
    });
    this.#worker.on('error', (error: unknown) => {
      this.#error ??= error;
      if ((error as { readonly code?: unknown } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#over = 'memory';
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.rest();
        resolve({ code, signal: null, stderr: '', error: this.#error, over: this.#over });
      });
    });
    void this.ended.then((end) => this.onEnd(end));
  }

  post(order: FarOrder): void {
    this.#worker.postMessage(order);
  }

  begin(limits: HostLimits | null): number {
    const cpuMs = limits?.cpuMs ?? null;
    if (cpuMs !== null) this.#watch(cpuMs);
    return (this.#turn += 1);
  }

  #watch(cpuMs: number): void {
    const from = this.#busyMs();
    const look = (): void => {
      if (this.#busyMs() - from >= cpuMs) {
        this.#over ??= 'cpu';
        this.kill();
      } else this.#timer = this.#clock.after(LOOK_MS, look);
    };
    this.#timer = outside(() => this.#clock.after(LOOK_MS, look));
  }

  rest(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** How long its event loop was busy: Node 20 does not say what a thread has used of the processor. */
  #busyMs(): number {
    return this.#worker.performance.eventLoopUtilization().active;
  }

  kill(): void {
    this.killed = true;
    void this.#worker.terminate();
  }
}
