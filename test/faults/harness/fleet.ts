/**
 * Many workers of one Redis in this process: engines with a session and a consumer of one slot each. A process per
 * worker would measure how fast this machine starts processes.
 */
import type { Consumer, Engine } from '../../../src/engine/index.ts';
import { INFO } from '../../conformance/hand.ts';
import { timingsOf } from '../../conformance/harness.ts';
import { DONE } from '../../support/done.ts';
import { openAt } from '../../support/engine-redis.ts';
import { newJobs } from '../../support/new-job.ts';
import { waitFor } from '../../support/wait-for.ts';

interface Member {
  readonly engine: Engine;
  consumer: Consumer | undefined;
  /** Ends the job that its slot holds. */
  end: (() => void) | undefined;
}

export class Fleet {
  readonly #members: readonly Member[];

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  static async start(url: string, size: number): Promise<Fleet> {
    const engines = await Promise.all(
      Array.from({ length: size }, () => openAt({ url, prefix: 'fleet' }, timingsOf())),
    );
    const members = engines.map((engine): Member => ({ engine, consumer: undefined, end: undefined }));
    await Promise.all(members.map(recruit));
    return new Fleet(members);
  }

  /** Waits until every slot holds a job at the same moment, then ends them all. */
  async allBusy(): Promise<void> {
    await this.#enqueued();
    const held = (): number => this.#members.filter(({ end }) => end !== undefined).length;
    await waitFor(`all ${this.#members.length} slots to be busy`, () => held() === this.#members.length);
    for (const { end } of this.#members) end?.();
    await Promise.all(this.#members.map(async ({ consumer }) => consumer?.idle()));
  }

  /** A job per slot, with ids that a repeat finds again. */
  async #enqueued(): Promise<void> {
    const jobs = newJobs(this.#members.length, { idChosen: true });
    const engine = this.#members[0]?.engine;
    await waitFor('an enqueue', () => engine?.jobs.enqueue(jobs).catch(() => false as const));
  }

  async stop(): Promise<void> {
    for (const { end } of this.#members) end?.();
    await Promise.all(this.#members.map(({ engine }) => engine.close()));
  }
}

async function recruit(member: Member): Promise<void> {
  await member.engine.fleet.join(INFO);
  member.consumer = member.engine.queues.consume(
    'default',
    { permit: () => (member.end === undefined ? 1 : 0) },
    () =>
      new Promise((resolve) => {
        member.end = () => {
          member.end = undefined;
          resolve(DONE);
        };
      }),
  );
}
