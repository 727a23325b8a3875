/** A file whose layout a newer Skep has changed, at the start or under a process that runs. */
import { SkepError } from '../../foundation/index.ts';
import { storeFailure } from './failure.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Store } from './store.ts';

export function tooNew(path: string, version: number, known: number): SkepError {
  return new SkepError('STORE_REFUSED', `${path} has layout ${version}; this Skep knows up to ${known}`, {
    hint: 'Run the newer Skep that wrote it, or name another path.',
    details: { version, known },
  });
}

/** @returns undefined while the file has a layout that this version knows; throws where it cannot be read */
export function newerLayout(store: Store, known = MIGRATIONS.length): SkepError | undefined {
  const version = store.number('PRAGMA user_version');
  return version > known ? tooNew(store.path, version, known) : undefined;
}

/** As storeFailure(); a statement that fails because the layout has changed is told as that. */
export function failureOn(store: Store, thrown: unknown): SkepError {
  const failure = storeFailure(thrown, store.path);
  if (failure.code !== 'INTERNAL') return failure;
  try {
    return newerLayout(store) ?? failure;
  } catch {
    return failure;
  }
}
