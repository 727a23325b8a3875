/** Alerts that do not come through to a receiver, as the process that decides has last seen it. */
import type { Engine } from '../../engine/index.ts';
import type { AlertSpec, Manifest } from '../../manifest/index.ts';
import type { Untold } from './hearings.ts';
import { silenceOf, type StandingAlerts, standingAlerts } from './standing-alerts.ts';

export interface UntoldAlert {
  readonly alert: string;
  /** So many are to be told. */
  readonly of: number;
  /** One at least. */
  readonly receivers: readonly Untold[];
}

/** One text is read; nothing in a manifest without alerts. One that is silenced is told nobody by somebody's word. */
export async function untoldAlerts(
  engine: Pick<Engine, 'once' | 'holds' | 'now'>,
  { alerts }: Pick<Manifest, 'alerts'>,
): Promise<readonly UntoldAlert[]> {
  const specs = Object.values(alerts);
  if (specs.length === 0) return [];
  const { episodes } = await standingAlerts(engine);
  const found = specs.flatMap((alert) => {
    const receivers = untoldOf(alert, episodes);
    return receivers.length === 0 ? [] : [{ alert, receivers }];
  });
  if (found.length === 0) return [];
  const [holds, now] = await Promise.all([engine.holds.list(), engine.now()]);
  return found.flatMap(({ alert, receivers }) =>
    silenceOf(alert, holds, now) === null ? [{ alert: alert.name, of: alert.to.length, receivers }] : [],
  );
}

function untoldOf({ name, to }: AlertSpec, episodes: StandingAlerts['episodes']): UntoldAlert['receivers'] {
  const hearings = episodes[name]?.hearings ?? {};
  return to.flatMap(({ key }) => hearings[key]?.untold ?? []);
}
