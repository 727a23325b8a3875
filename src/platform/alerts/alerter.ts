/**
 * Looks at what the alerts of the manifest ask for, and makes the jobs that tell it. One process looks in each ten seconds of the store's
 * clock: the first that asks. What it finds stands in the store before anybody is told, and ids of jobs follow from it: one that dies in
 * between is followed by another that makes the same jobs, which are there once.
 */
import { createHash } from 'node:crypto';

import { type EventSink, fillTemplate, isWanted, tell } from '../../core/index.ts';
import { canonicalJson, iso, type Json, messageOf, SkepError } from '../../foundation/index.ts';
import { ALERT_TASK, type AlertSpec, type AlertTarget, type Manifest } from '../../manifest/index.ts';
import { type Enqueuer, Loop, type RuntimeDeps } from '../../runtime/index.ts';
import { type Episode, newEpisode, toldOf, type Turn, turnOf } from './episodes.ts';
import { lostSince } from './lost.ts';
import { matchesOf } from './matches.ts';
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

  constructor(deps: RuntimeDeps, enqueuer: Pick<Enqueuer, 'enqueue'>) {
    super(deps, 'looking for alerts');
    this.#enqueuer = enqueuer;
  }

  /** A manifest without alerts asks nothing of the store. */
  protected override async turn(): Promise<number> {
    const { engine, generations } = this.deps;
    if (Object.keys(generations.current().manifest.alerts).length === 0) return EVERY_MS;
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
  const sessions = watched ? lostSince(before, seen.processes, now) : { processes: {}, lost: before.lost };
  const scene = { ...seen, lost: sessions.lost };
  const found = alerts.map((alert): Found => {
    const episode = before.episodes[alert.name] ?? newEpisode(now);
    const matches = matchesOf(alert, scene, episode.knownAt);
    return { alert, turn: turnOf(alert, episode, { matches, now, silent: silenceOf(alert, holds, now) !== null }) };
  });
  const others = Object.entries(before.episodes).filter(
    ([name, { seenAt }]) => !Object.hasOwn(manifest.alerts, name) && now - seenAt < STRANGE_KEPT_MS,
  );
  const text = (episodes: readonly (readonly [string, Episode])[]): StandingAlerts => ({
    writtenAt: now,
    ...sessions,
    episodes: Object.fromEntries([...others, ...episodes]),
  });
  const standing = text(found.map(({ alert, turn }) => [alert.name, turn.episode] as const));
  const stale = now - before.writtenAt >= WRITTEN_ANEW_MS;
  if (stale || meaning(standing) !== meaning(before)) await write(deps, standing);
  const told = found.filter(({ turn }) => turn.tell !== null);
  if (told.length === 0) return;
  for (const { alert, turn } of told) await tellAll(deps, manifest, alert, turn, now);
  await write(deps, text(found.map(({ alert, turn }) => [alert.name, toldOf(turn, now)] as const)));
}

/** What makes a difference to those who look: not when somebody looked. */
function meaning({ episodes, processes, lost }: StandingAlerts): string {
  const timeless = Object.entries(episodes).map(([name, episode]) => [name, { ...episode, seenAt: 0 }]);
  return canonicalJson([timeless, processes, lost] as unknown as Json);
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
    message: messageOfAll(episode),
    subjects: subjects.map(({ kind, name: of, message }) => ({ kind, name: of, message })),
    more,
  };
}

/** One sentence; empty once it is over. */
function messageOfAll({ subjects, more }: Episode): string {
  const others = subjects.length - 1 + more;
  const message = subjects[0]?.message ?? '';
  return others > 0 ? `${message}, and ${others} more` : message;
}

async function tellAll(
  deps: AlerterDeps,
  manifest: Manifest,
  alert: AlertSpec,
  turn: Turn,
  now: number,
): Promise<void> {
  const told = toldText(manifest, alert, turn, now);
  for (const target of alert.to) await tellOne(deps, alert, target, { told, id: idOf(alert, target, turn) });
  emit(deps.events, alert, turn, now);
}

interface Letter {
  readonly told: ReturnType<typeof toldText>;
  readonly id: string;
}

/** One that cannot be told keeps the others from nothing; a store that is away is tried again. */
async function tellOne(
  { enqueuer, logger }: AlerterDeps,
  alert: AlertSpec,
  target: AlertTarget,
  { told, id }: Letter,
): Promise<void> {
  const options = { id, tags: [alert.name] };
  try {
    if (target.kind === 'task') {
      const payload = target.with === null ? told : fillTemplate(target.with, { alert: told });
      await enqueuer.enqueue(target.task, [{ payload, options }]);
    } else await enqueuer.enqueue(ALERT_TASK, [{ payload: { ...told, to: target.key }, options }]);
  } catch (error) {
    if (error instanceof SkepError && error.kind === 'unavailable') throw error;
    tell(logger, 'alert.untold', { alert: alert.name, reason: messageOf(error) });
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
