/** Manifest revisions: each applied manifest has a number. */
import { type NewRevision, type Revision, REVISION_BODIES_KEPT } from '../../engine/index.ts';
import type { RedisStore } from './store.ts';

/** Numbers go on; older ones are forgotten. */
const REVISIONS_KEPT = 1_000;

export class Revisions {
  readonly #store: RedisStore;

  constructor(store: RedisStore) {
    this.#store = store;
  }

  /** @param from the revision that has to be the current one; null: whichever it is. @returns null when it is another one */
  async record({ hash, body, ...told }: NewRevision, from: number | null): Promise<Revision | null> {
    const { keys } = this.#store;
    const members = JSON.stringify(told).slice(1, -1);
    const args = [hash, members, REVISIONS_KEPT, body, REVISION_BODIES_KEPT, from ?? ''];
    const text = await this.#store.run('producer', 'record-revision', [keys.revisions, keys.revisionBodies], args);
    return text === '' ? null : revisionOf(text as string);
  }

  async list(limit: number): Promise<readonly Revision[]> {
    const { keys } = this.#store;
    if (limit <= 0) return [];
    const rows = await this.#store.guard(() => this.#store.client('producer').lrange(keys.revisions, 0, limit - 1));
    return rows.map(revisionOf);
  }

  async body(revision: number): Promise<string | null> {
    const { keys } = this.#store;
    return this.#store.guard(() => this.#store.client('producer').hget(keys.revisionBodies, String(revision)));
  }
}

type Stored = Pick<Revision, 'revision' | 'hash' | 'appliedAt' | 'by'>;

/** Former versions told neither cause nor message. */
function revisionOf(text: string): Revision {
  const { cause = 'file', message = null, of = null, ...rest } = JSON.parse(text) as Partial<Revision> & Stored;
  return { ...rest, cause, message, of };
}
