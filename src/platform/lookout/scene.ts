/** What the store shows now, for those who look for what is left undone. */
import type { Engine } from '../../engine/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { untoldAlerts } from '../alerts/untold.ts';
import type { Scene } from './findings.ts';
import { openBreakers } from './open-breakers.ts';
import { standing } from './standing-long.ts';

export async function sceneOf(engine: Engine, manifest: Manifest): Promise<Scene> {
  const [counts, processes] = await Promise.all([engine.queues.counts(), engine.fleet.processes()]);
  const breakers = await openBreakers(engine, manifest);
  const stands = await standing(engine, counts);
  const untold = await untoldAlerts(engine, manifest);
  return { manifest, counts, processes, breakers, stands, untold, now: await engine.now() };
}
