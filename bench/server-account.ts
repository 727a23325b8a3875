/** What redis-server spends on a phase: its CPU in all, its time by command and by script. */
import { Redis } from 'ioredis';

import { script, scriptNames, type ScriptName } from '../src/engines/redis/scripts.ts';

/** Longer than any phase here has commands. */
const LOG_LENGTH = 1_000_000;

interface Spent {
  readonly name: string;
  readonly calls: number;
  readonly micros: number;
}

export class ServerAccount {
  readonly #client: Redis;
  #cpuSeconds = 0;

  constructor(port: number) {
    this.#client = new Redis(port);
  }

  /** From here on every script call is in the slow log, with its duration. */
  async begin(): Promise<void> {
    await this.#client.config('SET', 'slowlog-max-len', LOG_LENGTH);
    await this.#client.config('SET', 'slowlog-log-slower-than', 0);
    await this.#client.slowlog('RESET');
    await this.#client.config('RESETSTAT');
    this.#cpuSeconds = await this.#cpu();
  }

  /** @param jobs what the phase's figures are divided by */
  async print(jobs: number): Promise<void> {
    const cpu = (await this.#cpu()) - this.#cpuSeconds;
    const commands = await this.#commands();
    await this.#client.config('SET', 'slowlog-log-slower-than', -1);
    console.log(`\nredis-server: ${((cpu * 1e6) / jobs).toFixed(2)} µs CPU per job`);
    printSpent('script', await this.#scripts(), jobs);
    printSpent('command (those in scripts too)', commands, jobs);
    await this.#client.quit();
  }

  async #cpu(): Promise<number> {
    const text = await this.#client.info('cpu');
    const parts = [...text.matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm)];
    return parts.reduce((sum, [, seconds]) => sum + Number(seconds), 0);
  }

  async #commands(): Promise<Spent[]> {
    const text = await this.#client.info('commandstats');
    return [...text.matchAll(/^cmdstat_(\S+?):calls=(\d+),usec=(\d+)/gm)].map(([, name = '', calls, micros]) => ({
      name,
      calls: Number(calls),
      micros: Number(micros),
    }));
  }

  async #scripts(): Promise<Spent[]> {
    const names = new Map(scriptNames().map((name) => [script(name as ScriptName).called, name]));
    const sums = new Map<string, Spent>();
    const entries = (await this.#client.slowlog('GET', LOG_LENGTH)) as [number, number, number, string[]][];
    for (const [, , micros, [command = '', called = '']] of entries) {
      if (command.toLowerCase() !== 'fcall') continue;
      const name = names.get(called) ?? called;
      const { calls, micros: before } = sums.get(name) ?? { calls: 0, micros: 0 };
      sums.set(name, { name, calls: calls + 1, micros: before + micros });
    }
    return [...sums.values()];
  }
}

function printSpent(title: string, all: readonly Spent[], jobs: number): void {
  console.log(`\n${title.padEnd(32)} ${'calls'.padStart(9)} ${'µs/call'.padStart(9)} ${'µs/job'.padStart(8)}`);
  for (const { name, calls, micros } of all.toSorted((one, other) => other.micros - one.micros)) {
    if (micros / jobs < 0.01) continue;
    const figures = [
      String(calls).padStart(9),
      (micros / calls).toFixed(1).padStart(9),
      (micros / jobs).toFixed(2).padStart(8),
    ];
    console.log(name.padEnd(32), ...figures);
  }
}
