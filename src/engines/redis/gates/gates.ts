/** Gates: the rules are written where scripts find them, and what they held is looked for in each queue. */
import {
  flawOfRules,
  type GateRule,
  type GateRules,
  type GatesFacet,
  type GateStanding,
  type Passed,
  PASSED_NOTHING,
  skippedError,
  supersededError,
  type SweepReport,
  type Toll,
} from '../../../engine/index.ts';
import { composeError } from '../compose.ts';
import { standingsIn, together } from './gate-standing.ts';
import { gateText } from './gate-text.ts';
import { asList, type ScriptArgument } from '../scripts.ts';
import { queueOf } from '../lanes/shards.ts';
import type { RedisStore } from '../store.ts';

/** As lua/_gates.lua reads it, by the reason: 'REASON ARGUMENT'. */
const ARGUMENT: {
  readonly [R in GateRule['reason']]: (rule: Extract<GateRule, { reason: R }>, name: string) => string;
} = {
  rate: ({ limit, perMs, burst }) => `${limit} ${perMs} ${burst}`,
  concurrency: ({ limit, onConflict }, name) =>
    onConflict === undefined ? String(limit) : `${limit} ${onConflict} ${composeError(ERRORS[onConflict](name))}`,
  bucket: () => '-',
  breaker: ({ percent, of, withinMs, openForMs, probes }) => `${percent} ${of} ${withinMs} ${openForMs} ${probes}`,
};

const ERRORS = { skip: skippedError, cancelRunning: supersededError };

function ruleText(name: string, rule: GateRule): string {
  return `${rule.reason} ${(ARGUMENT[rule.reason] as (rule: GateRule, name: string) => string)(rule, name)}`;
}

function payers(kind: string, all: Readonly<Record<string, readonly Toll[]>>): readonly string[] {
  return Object.entries(all)
    .filter(([, tolls]) => tolls.length > 0)
    .flatMap(([name, tolls]) => [
      `${kind} ${name}`,
      tolls.map(({ gate, cost }) => `${cost} ${gateText(gate)}`).join('\n'),
    ]);
}

export class Gates implements GatesFacet {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  readonly apply = async (rules: GateRules, passed: Passed = PASSED_NOTHING): Promise<void> => {
    const flaw = flawOfRules(rules, passed);
    if (flaw !== null) throw flaw;
    const store = this.#store;
    const named = Object.entries(rules).flatMap(([name, rule]) => [gateText(name), ruleText(name, rule)]);
    const tolls = [...payers('task', passed.tasks), ...payers('queue', passed.queues)];
    const args = [named.length / 2, ...named, ...tolls];
    const [version, ...partings] = asList(await store.run('worker', 'apply-gates', [store.keys.global], ['', ...args]));
    // A queue that is registered meanwhile finds them by itself.
    const queues = await store.queues('worker');
    for (const queue of store.clustered ? queues : []) {
      await store.run('worker', 'apply-gates', [store.keys.base(queue)], [String(version), ...args]);
    }
    if (tolls.length > 0) await store.markGated('worker', queues);
    for (let at = 0; at < partings.length; at += 2) {
      await this.#part(String(partings[at]), String(partings[at + 1]), queues);
    }
  };

  /** Whom a gate holds that he does not pass any more comes to his turn. @param who 'task NAME' or 'queue NAME' @param gate as JSON has it */
  async #part(who: string, gate: string, queues: readonly string[]): Promise<void> {
    const [kind, name = ''] = who.split(' ');
    // Parts of a queue have its name in front.
    for (const queue of queues) {
      if (kind === 'queue' && queueOf(queue) !== name) continue;
      const task = kind === 'task' ? name : '';
      for (let left = 0; left >= 0;) {
        left = Number(await this.#store.run('worker', 'part-gate', this.#store.keys.of(queue), [gate, task, left]));
      }
    }
  }

  readonly standing = async (names: readonly string[]): Promise<readonly GateStanding[]> => {
    const texts = names.map(gateText);
    const homes: GateStanding[][] = [];
    for (const home of await this.#homes()) {
      homes.push(standingsIn(names, asList(await this.#store.run('producer', 'gate-standing', [home], texts))));
    }
    return names.map((name, index) =>
      together(
        name,
        homes.flatMap((home) => home[index] ?? []),
      ),
    );
  };

  readonly override = async (name: string, rule: GateRule | null): Promise<boolean> => {
    const flaw = rule === null ? null : flawOfRules({ [name]: rule }, PASSED_NOTHING);
    if (flaw !== null) throw flaw;
    const args = [gateText(name), rule === null ? '' : ruleText(name, rule)];
    let known = false;
    for (const home of await this.#homes()) {
      known = Number(await this.#store.run('producer', 'override-gate', [home], args)) === 1 || known;
    }
    return known;
  };

  readonly reopen = async (names: readonly string[]): Promise<void> => {
    for (const home of await this.#homes()) {
      await this.#store.run('producer', 'reopen-gates', [home], names.map(gateText));
    }
  };

  /** Bases of all homes; on a Cluster the one that new queues take the rules from is among them. */
  async #homes(): Promise<readonly string[]> {
    const { keys, clustered } = this.#store;
    const queues = clustered ? await this.#store.queues('producer') : [];
    return [keys.global, ...queues.map((queue) => keys.base(queue))];
  }

  readonly release = async (limit: number): Promise<SweepReport> => {
    const store = this.#store;
    let count = 0;
    for (const queue of await store.queues('worker')) {
      for (let cursor: string | null = '0'; cursor !== null;) {
        const args: ScriptArgument[] = [limit - count, cursor];
        const [released, next] = asList(await store.run('worker', 'release', store.keys.of(queue), args));
        count += Number(released);
        if (count >= limit) return { count, more: true };
        cursor = next === '0' ? null : String(next);
      }
    }
    return { count, more: false };
  };
}
