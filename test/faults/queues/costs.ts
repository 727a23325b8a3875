/**
 * What calls cost, as processor time of all who work for them: this process with its threads and, on Redis, the server.
 * It is no time on the wall, so that neither a slow machine nor a busy one changes what two runs say of each other.
 */
import type { Redis } from 'ioredis';

import { onRedis } from '../../support/on-redis.ts';

export class Costs {
  readonly #redis: Redis | undefined;
  readonly #micros = new Map<string, number[]>();

  private constructor(redis: Redis | undefined) {
    this.#redis = redis;
  }

  /** @param address of the store; a file has no server */
  static during(address: Readonly<Record<string, string>>, measure: (costs: Costs) => Promise<void>): Promise<void> {
    const { url } = address;
    return url === undefined ? measure(new Costs(undefined)) : onRedis(url, (redis) => measure(new Costs(redis)));
  }

  /** Makes the call and notes what it has cost. */
  async call<T>(name: string, act: () => Promise<T>): Promise<T> {
    const [own, theirs] = [process.cpuUsage(), await this.#served()];
    const result = await act();
    const { user, system } = process.cpuUsage(own);
    const micros = user + system + (await this.#served()) - theirs;
    this.#micros.set(name, [...(this.#micros.get(name) ?? []), micros]);
    return result;
  }

  /** The least that each kind of call has cost since the last time, µs: the one that nobody disturbed. */
  least(): ReadonlyMap<string, number> {
    const least = new Map([...this.#micros].map(([name, micros]) => [name, Math.min(...micros)]));
    this.#micros.clear();
    return least;
  }

  /** µs that Redis has worked so far. */
  async #served(): Promise<number> {
    if (!this.#redis) return 0;
    const info = await this.#redis.info('cpu');
    const seconds = (name: string): number => Number(new RegExp(`^${name}:([0-9.]+)`, 'm').exec(info)?.[1] ?? 0);
    return 1e6 * (seconds('used_cpu_user') + seconds('used_cpu_sys'));
  }
}
