/** Holds: written where scripts find them, see lua/_holds.lua. */
import { checkPattern } from '../../../core/index.ts';
import {
  changesTo,
  flawOfHolds,
  holdGate,
  type HoldJudge,
  type HoldsFacet,
  type NewHold,
  type StandingHold,
} from '../../../engine/index.ts';
import { gateText } from './gate-text.ts';
import type { Judgement } from '../judgement.ts';
import { GATES_VERSION } from '../keys.ts';
import type { RedisStore } from '../store.ts';

/** What matches no name of a task. */
const NOTHING = ' ';

function linesOf(hold: StandingHold): string {
  const { until, reason, task, queue, tag, where, text } = hold;
  const pattern = task !== null && !checkPattern(task).ok ? NOTHING : (task ?? '');
  return [
    until ?? '',
    reason,
    pattern,
    queue ?? '',
    tag?.replaceAll('\n', NOTHING) ?? '',
    where === null ? '' : 1,
    text === null ? '' : JSON.stringify(text),
    JSON.stringify(hold),
  ].join('\n');
}

export class Holds implements HoldsFacet {
  readonly #store: RedisStore;
  readonly #judgement: Judgement;
  readonly #tell: () => Promise<unknown>;

  /** @param tell tells every process that controls have changed */
  constructor(store: RedisStore, judgement: Judgement, tell: () => Promise<unknown>) {
    this.#store = store;
    this.#judgement = judgement;
    this.#tell = tell;
  }

  readonly list = async (): Promise<readonly StandingHold[]> => {
    const { keys } = this.#store;
    const all = await this.#store.guard(() => this.#store.client('producer').hgetall(`${keys.global}holds`));
    if (Object.keys(all).length === 0) return [];
    const now = await this.#store.now();
    return Object.entries(all)
      .filter(([gate]) => gate !== GATES_VERSION)
      .map(([, text]) => standingIn(text))
      .filter(({ until }) => until === null || until > now)
      .sort((a, b) => (holdGate(a) < holdGate(b) ? -1 : 1));
  };

  readonly put = async (hold: NewHold): Promise<StandingHold> => {
    const flaw = flawOfHolds([hold]);
    if (flaw !== null) throw flaw;
    const standing = await this.list();
    const whole = await this.#whole(hold, standing, false);
    await this.#set([[whole, linesOf(whole)]]);
    return whole;
  };

  readonly end = async (reason: NewHold['reason'], name: string): Promise<StandingHold | null> => {
    const stood = (await this.list()).find((hold) => hold.reason === reason && hold.name === name);
    if (stood === undefined) return null;
    await this.#set([[stood, '']]);
    return stood;
  };

  readonly apply = async (holds: readonly NewHold[]): Promise<void> => {
    const flaw = flawOfHolds(holds);
    if (flaw !== null) throw flaw;
    const standing = await this.list();
    const { put, end } = changesTo(holds, standing);
    const wholes = await Promise.all(put.map((hold) => this.#whole(hold, standing, true)));
    const changes = [
      ...wholes.map((hold) => [hold, linesOf(hold)] as const),
      ...end.map((hold) => [hold, ''] as const),
    ];
    if (changes.length > 0) await this.#set(changes);
  };

  readonly judgeBy = (judge: HoldJudge): void => {
    this.#judgement.judge = judge;
  };

  async #whole(hold: NewHold, standing: readonly StandingHold[], manifest: boolean): Promise<StandingHold> {
    const { reason, name, task, queue, tag, where, until, text, by } = hold;
    const before = standing.find((one) => holdGate(one) === holdGate(hold));
    const at = before?.at ?? (await this.#store.now());
    return { reason, name, task, queue, tag, where, until, text, by, at, manifest };
  }

  /** @param changes what is written of each; '' ends it */
  async #set(changes: readonly (readonly [NewHold, string])[]): Promise<void> {
    const store = this.#store;
    const args = changes.flatMap(([hold, text]) => [gateText(holdGate(hold)), text]);
    const version = await store.run('producer', 'set-holds', [store.keys.global], ['', ...args]);
    // A queue that is registered meanwhile finds them by itself.
    const queues = await store.queues('producer');
    for (const queue of store.clustered ? queues : []) {
      await store.run('producer', 'set-holds', [store.keys.base(queue)], [String(version), ...args]);
    }
    if (changes.some(([, text]) => text !== '')) await store.markHolding('producer', queues);
    await this.#tell();
  }
}

/** The end stands first, also where it was brought about since. */
function standingIn(text: string): StandingHold {
  const lines = text.split('\n');
  const until = lines[0] === '' ? null : Number(lines[0]);
  return { ...(JSON.parse(lines.at(-1) ?? '') as StandingHold), until };
}
