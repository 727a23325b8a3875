/**
 * Looks at what the alerts of the manifest ask for, and makes the jobs that tell it. One process looks in each ten seconds of the store's
 * clock: the first that asks. What it finds stands in the store before anybody is told, and ids of jobs follow from it: one that dies in
 * between is followed by another that makes the same jobs, which are there once.
 */
import { createHash } from 'node:crypto';

import { type EventSink, fillTemplate, isWanted, tell } from '../../core/index.ts';
import { canonicalJson, iso, type Json, reach, SkepError } from '../../foundation/index.ts';
import { ALERT_TASK, type AlertSpec, type AlertTarget, type Manifest } from '../../manifest/index.ts';
import { type Enqueuer, Loop, type RuntimeDeps } from '../../runtime/index.ts';
import { type Episode, messageOfAll, newEpisode, pastAfter, toldOf, type Turn, turnOf } from './episodes.ts';
import {
  hasLost,
  heard,
  type Hearing,
  type HearingError,
  hearingOf,
  type Hearings,
  newlyLost,
  unmade,
} from './hearings.ts';
import { giveUpWords } from './given-up.ts';
import { lostSince, missing } from './lost.ts';
import { type AlertScene, matchesOf } from './matches.ts';
import { receiverText } from './receivers.ts';
import { alertScene } from './scene.ts';
import { ALERTS_KEY, silenceOf, type StandingAlerts, standingAlerts, WRITTEN_ANEW_MS } from './standing-alerts.ts';

const EVERY_MS = 10_000;
/** What another manifest asked for is kept so long: while processes are replaced, both are in force by turns. */
const STRANGE_KEPT_MS = 3_600_000;

export type AlerterDeps = Pick<RuntimeDeps, 'engine' | 'generations' | 'events' | 'logger'> & {
  readonly enqueuer: Pick<Enqueuer, 'enqueue'>;
};

export class Alerter extends Loop {
  readonly #enqueuer: Pick<Enqueuer, 'enqueue'>;
  /** The manifest in force at the last turn, where it has no alerts. */
  #without: Manifest | null = null;

  constructor(deps: RuntimeDeps, enqueuer: Pick<Enqueuer, 'enqueue'>) {
    super(deps, 'looking for alerts');
    this.#enqueuer = enqueuer;
  }

  /** A manifest without alerts asks nothing of the store, but when it comes into force. */
  protected override async turn(): Promise<number> {
    const { engine, generations } = this.deps;
    const { manifest } = generations.current();
    if (Object.keys(manifest.alerts).length === 0) {
      if (this.#without !== manifest) await giveUpWords(engine);
      this.#without = manifest;
      return EVERY_MS;
    }
    const now = await engine.now();
    // Nobody says that it is done: the key goes by itself.
    const other = await engine.once.begin(`${ALERTS_KEY}:${Math.floor(now / EVERY_MS)}`, '');
    if (other === null) await decideAlerts({ ...this.deps, enqueuer: this.#enqueuer }, now);
    return EVERY_MS - (now % EVERY_MS);
  }
}

interface Found {
  readonly alert: AlertSpec;
  readonly turn: Turn;
}

/** @param now of the store */
export async function decideAlerts(deps: AlerterDeps, now: number): Promise<void> {
  const { engine, generations } = deps;
  const { manifest } = generations.current();
  const [before, holds, seen] = await Promise.all([
    standingAlerts(engine),
    engine.holds.list(),
    alertScene(engine, manifest, now),
  ]);
  const alerts = Object.values(manifest.alerts);
  const watched = alerts.some(({ when }) => when.kind === 'workerLost');
  const sessions = watched ? await sessionsOf(engine, before, seen, now) : { processes: {}, lost: before.lost };
  const scene = { ...seen, lost: sessions.lost };
  const known = await knownOf(engine, alerts, before, now);
  const found = alerts.map((alert): Found => {
    const episode = known.get(alert) ?? newEpisode(now);
    const matches = matchesOf(alert, scene, episode.knownAt);
    return { alert, turn: turnOf(alert, episode, { matches, now, silent: silenceOf(alert, holds, now) !== null }) };
  });
  const others = Object.entries(before.episodes).filter(
    ([name, { seenAt }]) => !Object.hasOwn(manifest.alerts, name) && now - seenAt < STRANGE_KEPT_MS,
  );
  const text = (episodes: readonly (readonly [string, Episode])[]): StandingAlerts => ({
    writtenAt: now,
    ...sessions,
    ...{
      episodes: Object.fromEntries([...others, ...episodes]),
      past: pastAfter(before, [...others, ...episodes], now),
    },
  });
  const standing = text(found.map(({ alert, turn }) => [alert.name, turn.episode] as const));
  const stale = now - before.writtenAt >= WRITTEN_ANEW_MS;
  if (stale || meaning(standing) !== meaning(before)) await write(deps, standing);
  for (const { alert, turn } of found)
    tellLost(deps, alert, newlyLost(alert, before.episodes[alert.name], turn.episode));
  const told = found.filter(({ turn }) => turn.tell !== null);
  if (told.length === 0) return;
  reach('alert.decided');
  const after = new Map(found.map(({ alert, turn }) => [alert.name, turn.episode]));
  for (const { alert, turn } of told) {
    const hearings = await tellAll(deps, manifest, alert, turn, now);
    after.set(alert.name, { ...toldOf(turn, now), hearings });
  }
  reach('alert.told');
  await write(deps, text([...after]));
}

/** Episodes of before, with what has come of the words that were under way. */
async function knownOf(
  engine: AlerterDeps['engine'],
  alerts: readonly AlertSpec[],
  { episodes }: Pick<StandingAlerts, 'episodes'>,
  now: number,
): Promise<ReadonlyMap<AlertSpec, Episode>> {
  const known = new Map<AlertSpec, Episode>();
  for (const alert of alerts) {
    const episode = episodes[alert.name];
    if (episode !== undefined) known.set(alert, await heard(engine, alert, episode, now));
  }
  return known;
}

/** Once over all processes: it stands in the store that it is known. */
function tellLost({ logger }: AlerterDeps, { name }: AlertSpec, lost: ReturnType<typeof newlyLost>): void {
  for (const { target, error } of lost) tellUntold(logger, name, target, error);
}

function tellUntold(logger: AlerterDeps['logger'], alert: string, target: AlertTarget, error: HearingError): void {
  const { code, message } = error;
  const reason = code === null ? message : `${code}: ${message}`;
  tell(logger, 'alert.untold', { alert, to: receiverText(target), reason });
}

async function sessionsOf(
  { fleet }: Pick<RuntimeDeps['engine'], 'fleet'>,
  before: StandingAlerts,
  { processes: rows }: Pick<AlertScene, 'processes'>,
  now: number,
): Promise<Pick<StandingAlerts, 'processes' | 'lost'>> {
  const left = new Set<string>();
  for (const session of missing(before, rows, now)) if (await fleet.left(session)) left.add(session);
  return lostSince(before, { rows, left }, now);
}

/** What makes a difference to those who look: not when somebody looked. */
function meaning({ episodes, processes, lost, past }: StandingAlerts): string {
  const timeless = Object.entries(episodes).map(([name, episode]) => [name, { ...episode, seenAt: 0 }]);
  return canonicalJson([timeless, processes, lost, past] as unknown as Json);
}

async function write({ engine }: Pick<AlerterDeps, 'engine'>, standing: StandingAlerts): Promise<void> {
  await engine.once.done(ALERTS_KEY, '', JSON.stringify(standing));
}

/** What receivers get. */
function toldText({ name }: Pick<Manifest, 'name'>, alert: AlertSpec, { episode, tell: event }: Turn, now: number) {
  const { since, subjects, more } = episode;
  return {
    alert: alert.name,
    event: event ?? 'firing',
    since: iso(since ?? now),
    at: iso(now),
    project: name,
    description: alert.description,
    message: event === 'recovered' ? `over; it held since ${iso(since ?? now)}` : messageOfAll(episode),
    subjects: subjects.map(({ kind, name: of, message }) => ({ kind, name: of, message })),
    more,
  };
}

async function tellAll(
  deps: AlerterDeps,
  manifest: Manifest,
  alert: AlertSpec,
  turn: Turn,
  now: number,
): Promise<Hearings> {
  const told = toldText(manifest, alert, turn, now);
  await dropEarlier(deps, alert, turn);
  const hearings: [key: string, hearing: Hearing][] = [];
  for (const target of alert.to) {
    const before = turn.episode.hearings?.[target.key];
    const hearing = await tellOne(deps, alert, target, { told, id: idOf(alert, target, turn), before, now });
    hearings.push([target.key, hearing]);
  }
  emit(deps.events, alert, turn, now);
  return Object.fromEntries(hearings);
}

/**
 * What was told before and has not come through is told anew by what follows: else a receiver that was down for an hour would get sixty
 * words at once, the end perhaps before the beginning, and a queue that stands still would fill.
 */
async function dropEarlier({ engine }: AlerterDeps, alert: AlertSpec, { episode }: Turn): Promise<void> {
  if (episode.told === 0) return;
  const earlier: Turn = { episode: { ...episode, told: episode.told - 1 }, tell: 'firing' };
  const ids: string[] = [];
  for (const target of alert.to) {
    const id = idOf(alert, target, earlier);
    // Whoever has written a task says how long it may take.
    if (target.kind !== 'task' || (await engine.jobs.get(id))?.state !== 'running') ids.push(id);
  }
  await engine.jobs.cancel(ids, `alert ${alert.name} is told anew`);
}

interface Letter {
  readonly told: ReturnType<typeof toldText>;
  readonly id: string;
  readonly before: Hearing | undefined;
  readonly now: number;
}

/** One that cannot be told keeps the others from nothing; a store that is away is tried again. */
async function tellOne(
  { enqueuer, logger }: AlerterDeps,
  alert: AlertSpec,
  target: AlertTarget,
  { told, id, before, now }: Letter,
): Promise<Hearing> {
  const options = { id, tags: [alert.name] };
  try {
    if (target.kind === 'task') {
      const payload = target.with === null ? told : fillTemplate(target.with, { alert: told });
      await enqueuer.enqueue(target.task, [{ payload, options }]);
    } else await enqueuer.enqueue(ALERT_TASK, [{ payload: { ...told, to: target.key }, options }]);
    return hearingOf(before, id, now);
  } catch (error) {
    if (error instanceof SkepError && error.kind === 'unavailable') throw error;
    const hearing = unmade(before, error, now);
    if (!hasLost(before)) tellUntold(logger, alert.name, target, hearing.untold.error);
    return hearing;
  }
}

/** The same of the same telling, whoever makes it. */
function idOf({ name }: AlertSpec, { key }: AlertTarget, { episode: { since, told }, tell: event }: Turn): string {
  const text = canonicalJson([name, key, since, event === 'recovered' ? 'recovered' : told]);
  return `alert-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

function emit(events: EventSink, { name: alert }: AlertSpec, { episode, tell: event }: Turn, now: number): void {
  const since = episode.since ?? now;
  if (event === 'recovered') {
    if (isWanted('alert.recovered', events)) events.emit({ type: 'alert.recovered', alert, since });
  } else if (isWanted('alert.fired', events)) {
    const { subjects, more } = episode;
    const message = subjects[0]?.message ?? '';
    events.emit({ type: 'alert.fired', alert, since, subjects: subjects.length + more, message });
  }
}
