/**
 * What systemd is told of this process (sd_notify(3)), where it has asked to be told: NOTIFY_SOCKET is set.
 *
 *   starting ──ready()──▶ running ⇄ reloading           (stopping() from everywhere)──▶ stopping
 *
 * Node has no datagram sockets of the local host, so systemd's own `systemd-notify` is run for each message: some
 * milliseconds, twice in WATCHDOG_USEC. It waits until systemd has read, so that the message is known to be of this unit.
 */
import { execFile } from 'node:child_process';
import { tell } from '../core/index.ts';
import { codeOf, counted, messageOf, systemClock, type Timer } from '../foundation/index.ts';
import type { Platform } from '../platform/index.ts';

/** A start may wait for its store as long as it takes: while it does, more time is asked for, before any is over. */
const START_TICK_MS = 20_000;
const START_MORE_USEC = 60_000_000;
/** systemd-notify itself gives up after five. */
const SEND_MS = 8_000;

type Environment = Readonly<Record<string, string | undefined>>;
type Supervised = Pick<Platform, 'logger' | 'queues' | 'running' | 'stuck'>;

export class Supervisor {
  readonly #platform: Supervised;
  readonly #env: NodeJS.ProcessEnv;
  readonly #watchdogMs: number | undefined;
  #phase: 'starting' | 'running' | 'stopping' = 'starting';
  #sent: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  /** The last message did not get through. */
  #deaf = false;
  /** There is no systemd-notify. */
  #missing = false;
  #starved = false;

  /** Of that environment; undefined where nobody wants to be told. */
  static of(platform: Supervised, env: Environment): Supervisor | undefined {
    const socket = env['NOTIFY_SOCKET'];
    return socket === undefined || socket === '' ? undefined : new Supervisor(platform, socket, env);
  }

  private constructor(platform: Supervised, socket: string, env: Environment) {
    this.#platform = platform;
    this.#env = { PATH: env['PATH'], NOTIFY_SOCKET: socket };
    this.#watchdogMs = watchdogOf(env);
    // What handlers start speaks for itself, not for this service.
    for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete process.env[name];
    this.#timer = systemClock.after(START_TICK_MS, () => this.#waits());
  }

  /** The process works from now on. */
  ready(): void {
    this.#phase = 'running';
    this.#send(['READY=1', `STATUS=${this.#status()}`]);
    this.#timer?.cancel();
    this.#watch();
  }

  /** @param reloaded whatever its end */
  reloading(reloaded: Promise<unknown>): void {
    if (this.#phase !== 'running') return;
    this.#send(['RELOADING=1', 'STATUS=reloading']);
    const over = (): void => {
      if (this.#phase === 'running') this.#send(['READY=1', `STATUS=${this.#status()}`]);
    };
    reloaded.then(over, over);
  }

  /** The watchdog is fed on: a stop has its own limit. */
  stopping(): void {
    if (this.#phase === 'stopping') return;
    if (this.#phase === 'starting') {
      this.#timer?.cancel();
      this.#watch();
    }
    this.#phase = 'stopping';
    this.#send(['STOPPING=1', `STATUS=${this.#status()}`]);
  }

  /** Resolves when all was told. */
  async end(): Promise<void> {
    this.#timer?.cancel();
    await this.#sent;
  }

  #status(): string {
    const running = counted(this.#platform.running, 'job');
    if (this.#phase === 'stopping') return `stopping: ${running} running`;
    const queues = Object.keys(this.#platform.queues).join(', ');
    return queues === '' ? 'works, consumes no queue' : `works: ${running} running, queues ${queues}`;
  }

  #waits(): void {
    this.#send([`EXTEND_TIMEOUT_USEC=${START_MORE_USEC}`, 'STATUS=starting: waits for the store']);
    this.#timer = systemClock.after(START_TICK_MS, () => this.#waits());
  }

  #watch(): void {
    if (this.#watchdogMs === undefined) return;
    this.#timer = systemClock.after(this.#watchdogMs / 2, () => {
      this.#watch();
      void this.#feed();
    });
  }

  /** That the event loop turns is seen by being here. */
  async #feed(): Promise<void> {
    const stuck = await this.#platform.stuck();
    if (stuck === undefined) this.#send(['WATCHDOG=1', `STATUS=${this.#status()}`]);
    else this.#send([`STATUS=stuck: ${stuck}`]);
    if (stuck !== undefined && !this.#starved) tell(this.#platform.logger, 'supervisor.unfed', { reason: stuck });
    this.#starved = stuck !== undefined;
  }

  /** In order: a READY that overtakes its RELOADING would leave systemd waiting. */
  #send(fields: readonly string[]): void {
    this.#sent = this.#sent.then(() => this.#sending(fields));
  }

  async #sending(fields: readonly string[]): Promise<void> {
    if (this.#missing) return;
    const failed = await notified(fields, this.#env);
    this.#missing = codeOf(failed) === 'ENOENT';
    if (failed && !this.#deaf) tell(this.#platform.logger, 'supervisor.deaf', { error: messageOf(failed) });
    this.#deaf = failed !== undefined;
  }
}

/** @returns why it was not told */
function notified(fields: readonly string[], env: NodeJS.ProcessEnv): Promise<Error | undefined> {
  return new Promise((resolve) => {
    execFile('systemd-notify', fields, { env, timeout: SEND_MS }, (error) => resolve(error ?? undefined));
  });
}

/** @returns milliseconds; undefined where no watchdog waits for this process */
function watchdogOf(env: Environment): number | undefined {
  const ms = Number(env['WATCHDOG_USEC'] ?? 0) / 1_000;
  const meant = env['WATCHDOG_PID'] === undefined || Number(env['WATCHDOG_PID']) === process.pid;
  return meant && ms > 0 ? ms : undefined;
}
