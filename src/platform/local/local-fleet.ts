/** The operations on processes and on the manifest that they run. */
import type { Engine } from '../../engine/index.ts';
import type { Clock, IdSource } from '../../foundation/index.ts';
import type { GenerationSource } from '../../manifest/index.ts';
import type { ManifestView, WorkerAnswerView, WorkerCommand, WorkerView } from '../../api/index.ts';
import { askWorker } from './ask-worker.ts';
import { manifestView } from '../views/manifest-view.ts';
import type { Refusal } from '../generations/reloader.ts';
import { workerView } from '../views/views.ts';

export interface FleetParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
  readonly clock: Clock;
  readonly newId: IdSource;
  /** Ends waits that are under way. */
  readonly signal: AbortSignal;
  /** Loads anew here and asks all other processes to. @throws MANIFEST_INVALID */
  readonly reload: () => Promise<void>;
  /** Of the manifest in force. */
  readonly status: () => { readonly loadedAt: number; readonly refusal: Refusal | undefined };
}

export class LocalFleet {
  readonly #parts: FleetParts;

  constructor(parts: FleetParts) {
    this.#parts = parts;
  }

  get #engine(): Engine {
    return this.#parts.engine();
  }

  async workers(): Promise<readonly WorkerView[]> {
    const engine = this.#engine;
    const [rows, { inForce }] = await Promise.all([engine.fleet.processes(), engine.schedules.standing()]);
    return rows.map((row) => workerView(row, inForce));
  }

  async tellWorker(id: string, command: WorkerCommand, by: string | null = null): Promise<WorkerAnswerView> {
    const engine = this.#engine;
    const { row, ...answer } = await askWorker(id, { command, by }, { ...this.#parts, engine });
    const { inForce } = await engine.schedules.standing();
    return { worker: workerView(row, inForce), ...answer };
  }

  async manifest(): Promise<ManifestView> {
    return manifestView(this.#parts.generations.current(), this.#parts.status());
  }

  async reload(): Promise<ManifestView> {
    await this.#parts.reload();
    return this.manifest();
  }
}
