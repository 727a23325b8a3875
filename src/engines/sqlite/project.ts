/** Whose store this is. */
import type { Transaction } from './committer.ts';
import type { Store } from './store.ts';

/** @returns the name of the project that the file belongs to; undefined while it is nobody's */
export function projectOf(store: Store): string | undefined {
  const [name] = store.get('SELECT name FROM project') ?? [];
  return name === undefined ? undefined : String(name);
}

/** See Engine.claim. */
export function claimStore({ store }: Transaction, project: string, adopt: boolean): string {
  const now = projectOf(store);
  if (now !== undefined && !adopt) return now;
  store.run('DELETE FROM project');
  store.run('INSERT INTO project (name) VALUES (?)', project);
  return project;
}
