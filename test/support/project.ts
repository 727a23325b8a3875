/** A project of a user in a folder of its own: manifest, the fixture handler, a store that nobody else uses. */
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { durationMs } from '../../src/foundation/index.ts';
import type { EngineHarness, StoreAddress, TestStore } from '../conformance/harness.ts';

const FIXTURE = path.join(import.meta.dirname, 'handlers', 'fixture.ts');

/** On a busy machine a thread that only renews a lease stands still for a second now and then: such a lease is lost though nobody died. */
const SHORTEST_LEASE_MS = 3_000;

export interface ProjectOptions {
  readonly harness: EngineHarness;
  /** How soon a killed process' jobs are rescued, for tests that kill one; default 30s as in the schema. */
  readonly lease?: string;
}

export class Project {
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly #store: TestStore;
  readonly #engine: string;

  private constructor(folder: string, store: TestStore, engine: string) {
    this.folder = folder;
    this.#store = store;
    this.#engine = engine;
  }

  static async create({ harness, lease = '30s' }: ProjectOptions): Promise<Project> {
    if (durationMs(lease) < SHORTEST_LEASE_MS) throw new Error(`a lease of ${lease} is lost on a busy machine`);
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-project-'));
    const store = await harness.newStore();
    await mkdir(path.join(folder, 'handlers'));
    await copyFile(FIXTURE, path.join(folder, 'handlers', 'fixture.ts'));
    return new Project(folder, store, engineSection(harness.name, store.address, lease));
  }

  /** Where its store is, for other programs. */
  get address(): StoreAddress {
    return this.#store.address;
  }

  /** To look into it, as another process does. */
  get store(): TestStore {
    return this.#store;
  }

  get file(): string {
    return path.join(this.folder, 'jobs.yaml');
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** The manifest's text: its head for this store, then `sections`. */
  text(sections: string): string {
    return `version: 1\nname: test\nengine: ${this.#engine}\n${sections}`;
  }

  /** Writes the manifest in place, as some editors do. */
  async write(sections: string): Promise<void> {
    await writeFile(this.file, this.text(sections));
  }

  /** Writes it beside and renames it over the old one, as others do. */
  async replace(sections: string): Promise<void> {
    await writeFile(this.path('.jobs.yaml.new'), this.text(sections));
    await rename(this.path('.jobs.yaml.new'), this.file);
  }

  async writeHandler(name: string, source: string): Promise<void> {
    await writeFile(this.path(path.join('handlers', name)), source);
  }

  async dispose(): Promise<void> {
    await this.#store.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The `engine` of a manifest for the store of that address. */
function engineSection(name: string, address: StoreAddress, lease: string): string {
  // A way of an engine that differs inside is the same type.
  return JSON.stringify({ type: name.split('-', 1)[0], ...address, lease });
}

/** The sections that most tests need: one task on the fixture handler, nothing that fires by itself. */
export const BASIC = `
defaults: { retry: quick, shutdownTimeout: 5s }
retryPolicies:
  quick: { maxAttempts: 3, backoff: { type: fixed, base: 20ms, jitter: none } }
tasks:
  work: { handler: ./handlers/fixture.ts }
admin: { port: 0 }
reload: { debounce: 30ms }
`;
