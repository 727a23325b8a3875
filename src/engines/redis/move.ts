/**
 * Jobs from one physical queue into another. Both may be on different masters, so no one script can do it
 * (docs/decisions/0040): tickets → park → land → replace → let go → tickets. Each step may be done again, by anybody and
 * late; what a mover has left lying others finish (unfinished.ts).
 */
import { type MoveReceipt, pieces, type RulesInForce } from '../../engine/index.ts';
import type { IdSource } from '../../foundation/index.ts';
import { apartIn, readApart, withPayload } from './apart.ts';
import { homesOf, locate } from './locate.ts';
import { unplace } from './lanes/placements.ts';
import { stateOf } from './layout.ts';
import { SCRIPT_BYTES, type ScriptArgument } from './scripts.ts';
import { queueOf, shardFor } from './lanes/shards.ts';
import type { CallRole, RedisStore } from './store.ts';

/** A job that was taken out of where it waits. */
interface Parked {
  readonly storedId: string;
  readonly token: string;
  /** Physical queue that it goes to. */
  readonly target: string;
  /** What it is stored as there. */
  readonly newId: string;
  readonly record: string;
}

/** What lua/park.lua says of a job. */
interface Answer {
  readonly code: string;
  /** Letter of its state, and its task. */
  readonly state: string;
  readonly task: string;
  readonly parked: Parked | undefined;
}

/** moved: it is in the queue that it was parked for · back: it waits where it was · clash: its id is taken there */
type End = 'moved' | 'back' | 'clash';

/** A physical queue to another. */
interface Leg {
  readonly from: string;
  /** '' stays: only what somebody else is moving is taken along. */
  readonly to: string;
}

/** Jobs per script: about 5 ms of Redis. */
const JOBS_PER_STEP = 500;
/** Another mover may take a job elsewhere, and a ticket may be cleaned away: then it is looked for anew. */
const ROUNDS = 8;
const ANSWER = 5;

export class Mover {
  readonly #store: RedisStore;
  readonly #rules: RulesInForce;
  readonly #newId: IdSource;

  constructor(store: RedisStore, rules: RulesInForce, newId: IdSource) {
    this.#store = store;
    this.#rules = rules;
    this.#newId = newId;
  }

  async move(ids: readonly string[], queue: string): Promise<readonly MoveReceipt[]> {
    const receipts = new Map<string, MoveReceipt>();
    let open: readonly string[] = [...new Set(ids)];
    // Where a job was found and then not met: it was moved in between, or there is none.
    const missed = new Map<string, string>();
    for (let round = 0; round < ROUNDS && open.length > 0; round += 1) {
      const again: string[] = [];
      for (const id of open) receipts.delete(id);
      for (const [leg, told] of await this.#round(open, queue)) {
        receipts.set(told.id, receiptOf(leg, told));
        const gone = told.code === 'u' && missed.get(told.id) !== leg.from;
        if (gone) missed.set(told.id, leg.from);
        if (gone || isOpen(leg, told)) again.push(told.id);
      }
      open = again;
    }
    return ids.map((id) => receipts.get(id) ?? unknown(id));
  }

  /** Takes jobs on that are parked in that queue, whoever did it. @returns how many are where they were to go */
  async finish(from: string, storedIds: readonly string[]): Promise<number> {
    let moved = 0;
    for (let done = 0; done < storedIds.length;) {
      const answers = await this.#park('worker', { from, to: '' }, tokensOf(storedIds.slice(done)));
      const ends = await this.#carry('worker', from, parkedOf(answers));
      moved += [...ends.values()].filter((end) => end === 'moved').length;
      done += answers.size;
    }
    return moved;
  }

  /** Those tokens are over: no job can land by them any more. */
  async close(role: CallRole, queue: string, tokens: readonly string[]): Promise<void> {
    if (tokens.length > 0) await this.#store.run(role, 'tickets', this.#store.keys.of(queue), ['close', ...tokens]);
  }

  async #round(ids: readonly string[], queue: string): Promise<readonly (readonly [Leg, Told])[]> {
    const all: (readonly [Leg, Told])[] = [];
    for (const [leg, places] of await this.#legs(ids, queue)) {
      for (const piece of pieces([...places], JOBS_PER_STEP, () => 0)) {
        for (const told of await this.#some(leg, new Map(piece))) all.push([leg, told]);
      }
    }
    return all;
  }

  /** The ids by where they are and go to. @returns per leg: id stored there → id */
  async #legs(ids: readonly string[], queue: string): Promise<readonly [Leg, Map<string, string>][]> {
    const { shards } = this.#rules.queue(queue);
    const legs = new Map<string, [Leg, Map<string, string>]>();
    // What somebody else has left on its way is brought to its end first.
    const places = await locate(this.#store, ids, 'left');
    ids.forEach((id, index) => {
      const place = places[index];
      if (!place) return;
      const to = queueOf(place.queue) === queue ? '' : shardFor(queue, shards, id);
      const name = `${place.queue} ${to}`;
      const leg = legs.get(name) ?? [{ from: place.queue, to }, new Map<string, string>()];
      legs.set(name, leg);
      leg[1].set(place.storedId, id);
    });
    return [...legs.values()];
  }

  /** @param places id stored there → id */
  async #some(leg: Leg, places: ReadonlyMap<string, string>): Promise<readonly Told[]> {
    const told: Told[] = [];
    const ids = [...places.keys()];
    // Where they are large, one script parks only so many.
    let most = ids.length;
    while (told.length < ids.length) {
      const tokens = new Map(ids.slice(told.length, told.length + most).map((storedId) => [storedId, this.#newId()]));
      await this.#open(leg, tokens);
      const answers = await this.#park('producer', leg, tokens);
      const parked = parkedOf(answers);
      const ends = await this.#carry('producer', leg.from, parked);
      const used = new Set(tokensIn(parked));
      const unused = [...tokens.values()].filter((token) => !used.has(token));
      if (leg.to !== '') await this.close('producer', leg.to, unused);
      for (const [storedId, answer] of answers) {
        // Without its record, which may be large.
        const { code, state, task, parked: { target } = {} } = answer;
        told.push({ code, state, task, target, id: places.get(storedId) ?? storedId, end: ends.get(storedId) });
      }
      most = answers.size;
    }
    return told;
  }

  /** From now on the jobs may land there. The queue is known to all before it holds a job. */
  async #open({ from, to }: Leg, tokens: ReadonlyMap<string, string>): Promise<void> {
    if (to === '') return;
    const store = this.#store;
    if (!store.isRegistered(to)) await store.register('producer', [to]);
    const pairs = [...tokens].flatMap(([storedId, token]) => [token, storedId]);
    await store.run('producer', 'tickets', store.keys.of(to), ['open', from, ...pairs]);
  }

  /** @param tokens id stored there → token. @returns answers for the first of them, one at least */
  async #park(role: CallRole, { from, to }: Leg, tokens: ReadonlyMap<string, string>): Promise<Map<string, Answer>> {
    const ids = [...tokens.keys()];
    const args: ScriptArgument[] = [to, SCRIPT_BYTES, ...[...tokens].flat()];
    const reply = (await this.#store.run(role, 'park', this.#store.keys.of(from), args)) as readonly string[];
    const texts = ids.flatMap((id, index) => [id, reply[index * ANSWER + 4] ?? '']);
    const payloads = await readApart({ store: this.#store, role, base: this.#store.keys.base(from) }, apartIn(texts));
    const answers = new Map<string, Answer>();
    for (let at = 0; at < reply.length; at += ANSWER) {
      const [code = '', about = '', entry = '', newId = '', text = ''] = reply.slice(at, at + ANSWER);
      const storedId = ids[at / ANSWER] ?? '';
      const payload = payloads.get(storedId);
      // Without a payload the job has landed and was let go of by somebody else: nothing is stored of it again.
      const record = payload === undefined ? text : withPayload(text, payload);
      const [token = '', , target = ''] = entry.split(' ');
      const parked = code === 'p' ? { storedId, token, target, newId, record } : undefined;
      answers.set(storedId, { code, state: about.charAt(0), task: about.slice(2), parked });
    }
    return answers;
  }

  /** From parked to its end, for jobs of one queue. @returns by id stored there */
  async #carry(role: CallRole, from: string, parked: readonly Parked[]): Promise<ReadonlyMap<string, End>> {
    const ends = new Map<string, End>();
    for (const to of new Set(parked.map(({ target }) => target))) {
      const group = parked.filter(({ target }) => target === to);
      for (const piece of pieces(group, JOBS_PER_STEP, ({ record }) => record.length)) {
        await this.#land(role, { from, to }, { piece, ends });
      }
    }
    return ends;
  }

  async #land(
    role: CallRole,
    leg: Leg,
    { piece, ends }: { readonly piece: readonly Parked[]; readonly ends: Map<string, End> },
  ): Promise<void> {
    const store = this.#store;
    const args = [store.idsHere, ...piece.flatMap(({ token, newId, record }) => [token, newId, record])];
    const reply = (await store.run(role, 'land', store.keys.of(leg.to), args)) as readonly string[];
    const those = (code: string): readonly Parked[] => piece.filter((_job, index) => reply[index] === code);
    const landed = those('d');
    if (landed.length > 0) await this.#leave(role, leg, landed);
    for (const { storedId } of landed) ends.set(storedId, 'moved');
    for (const [code, end] of [
      ['n', 'back'],
      ['e', 'clash'],
    ] as const) {
      const stuck = those(code);
      const back = await this.#letGo(role, leg.from, 'back', stuck);
      // Whose token it is not any more, that somebody else has brought to its end.
      stuck.forEach(({ storedId }, index) => ends.set(storedId, back[index] === 1 ? end : 'moved'));
      if (code === 'e') await this.close(role, leg.to, tokensIn(stuck));
    }
  }

  /** They are in the new queue: ids lead there before the old one forgets them, so that none is ever enqueued anew. */
  async #leave(role: CallRole, { from, to }: Leg, landed: readonly Parked[]): Promise<void> {
    const store = this.#store;
    const ids = landed.map(({ newId }) => newId);
    const led = (await store.run(role, 'replace', [store.keys.ids], [from, to, ...ids])) as readonly string[];
    await this.#letGo(role, from, 'gone', landed);
    await this.close(role, to, tokensIn(landed));
    if (led.length > 0) await this.#lookAfter(role, to, led);
  }

  async #letGo(
    role: CallRole,
    from: string,
    how: 'gone' | 'back',
    jobs: readonly Parked[],
  ): Promise<readonly number[]> {
    if (jobs.length === 0) return [];
    const pairs = jobs.flatMap(({ storedId, token }) => [storedId, token]);
    return (await this.#store.run(role, 'let-go', this.#store.keys.of(from), [how, ...pairs])) as readonly number[];
  }

  /** Ids were led to a queue; their jobs may have ended there, or been moved on, before. */
  async #lookAfter(role: CallRole, queue: string, ids: readonly string[]): Promise<void> {
    const store = this.#store;
    const here = new Set((await store.run(role, 'find', store.keys.of(queue), ids)) as readonly string[]);
    const missing = ids.filter((id) => !here.has(id));
    if (missing.length === 0) return;
    const homes = await homesOf(store, role, missing);
    for (const id of missing) {
      const home = homes.get(id);
      if (home === undefined) await unplace(store, role, { queue, ids: [id] });
      else await store.run(role, 'replace', [store.keys.ids], [queue, home, id]);
    }
  }
}

/** For jobs that are parked already: none is given a token by it. */
function tokensOf(storedIds: readonly string[]): ReadonlyMap<string, string> {
  return new Map(storedIds.slice(0, JOBS_PER_STEP).map((id) => [id, '']));
}

function tokensIn(jobs: readonly Parked[]): readonly string[] {
  return jobs.map(({ token }) => token);
}

function parkedOf(answers: ReadonlyMap<string, Answer>): readonly Parked[] {
  return [...answers.values()].flatMap(({ parked }) => parked ?? []);
}

interface Told extends Pick<Answer, 'code' | 'state' | 'task'> {
  readonly id: string;
  /** That it was parked for. */
  readonly target: string | undefined;
  readonly end: End | undefined;
}

/** Where it stays without anybody's moving it, or where this call was to bring it: nothing more is to be done. */
function isOpen({ to }: Leg, { code, target, end }: Told): boolean {
  if (code !== 'p' || end === 'clash') return false;
  // Another mover may have parked it for elsewhere.
  const arrived = end === 'moved' && target !== undefined && to !== '' && queueOf(target) === queueOf(to);
  return !arrived;
}

function receiptOf(leg: Leg, told: Told): MoveReceipt {
  const { id, code, state, task } = told;
  if (code === 'u') return unknown(id);
  const here = { id, task, queue: queueOf(leg.from), from: null };
  if (isOpen(leg, told)) return { ...here, status: 'refused', state: 'blocked' };
  if (code === 'r' || told.end === 'clash') return { ...here, status: 'refused', state: stateOf(state) };
  if (code === 'h') return { ...here, status: 'done', state: stateOf(state) };
  return { ...here, queue: queueOf(leg.to), status: 'done', state: stateOf(state), from: here.queue };
}

function unknown(id: string): MoveReceipt {
  return { id, task: null, queue: null, status: 'unknown', state: null, from: null };
}
