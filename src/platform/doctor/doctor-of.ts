/** What `skep doctor` finds, in a process that runs: of its manifest, and of the store by what takes a few milliseconds. */
import { type DoctorView, findingsOfCheck } from '../../api/index.ts';
import type { Engine } from '../../engine/index.ts';
import { iso } from '../../foundation/index.ts';
import { type GenerationSource, type Manifest, warningsOf } from '../../manifest/index.ts';
import type { Advice } from './advise.ts';
import { examineSchedules } from './examine-schedules.ts';
import { findingsOf, troublesOf } from '../lookout/findings.ts';
import { sceneOf } from '../lookout/scene.ts';

interface DoctorParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
}

/** Settings are examined anew so often where somebody looks at the page all the time: it grows with the manifest. */
const FRESH_MS = 60_000;

export class Doctor {
  readonly #parts: DoctorParts;
  #last: { readonly manifest: Manifest; readonly at: number; readonly advice: Promise<readonly Advice[]> } | undefined;

  constructor(parts: DoctorParts) {
    this.#parts = parts;
  }

  async doctor(): Promise<DoctorView> {
    const engine = this.#parts.engine();
    const { manifest } = this.#parts.generations.current();
    const scene = await sceneOf(engine, manifest);
    const [store, schedules, advice] = await Promise.all([
      engine.health.check(),
      examineSchedules(engine),
      this.#advice(engine, manifest, scene.now),
    ]);
    const found = [...findingsOf(scene), ...troublesOf(scene.processes)];
    const checks = [...store, ...schedules, ...found.map(({ check }) => check)];
    const findings = [...checks.flatMap(findingsOfCheck), ...advice];
    const gravity = { fail: 0, warn: 1, note: 2 };
    return { at: iso(scene.now), findings: findings.sort((a, b) => gravity[a.severity] - gravity[b.severity]) };
  }

  #advice(engine: Engine, manifest: Manifest, now: number): Promise<readonly Advice[]> {
    const last = this.#last;
    if (last?.manifest === manifest && now - last.at < FRESH_MS) return last.advice;
    const advice = adviceNow(engine, manifest, now);
    this.#last = { manifest, at: now, advice };
    // What could not be said is asked anew.
    advice.catch(() => (this.#last = undefined));
    return advice;
  }
}

async function adviceNow(engine: Engine, manifest: Manifest, now: number): Promise<readonly Advice[]> {
  const { adviceOf, adviceOnWarnings, liveFindings, placed } = await import('../generations/understanding.ts');
  const [written, seen] = await Promise.all([adviceOf(manifest, now), liveFindings(engine, manifest)]);
  return [...adviceOnWarnings(warningsOf(manifest), manifest), ...written, ...(await placed(seen, manifest))];
}
