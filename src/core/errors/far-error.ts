/** What code in another thread or process made: values and errors that have crossed, with all that is asked of them here. */
import type { Encoded } from '../../foundation/index.ts';
import { isInstance } from './error-reading.ts';
import type { JobError } from '../job.ts';

/** An error as data: what is stored of it, and by which names a retry policy may mean it. */
export interface ErrorAcross {
  readonly told: JobError;
  readonly names: readonly string[];
}

/** Stands here for what was thrown there. */
export class FarError extends Error {
  readonly code: string | null;
  readonly told: JobError;
  readonly names: ReadonlySet<string>;

  constructor({ told, names }: ErrorAcross) {
    super(told.message);
    this.name = told.name;
    this.code = told.code;
    this.stack = told.stack ?? `${told.name}: ${told.message}`;
    this.told = told;
    this.names = new Set(names);
  }
}

/** @returns it, where it is one; undefined for what throws when it is looked at */
export function farError(thrown: unknown): FarError | undefined {
  return isInstance(thrown, FarError) ? thrown : undefined;
}

/** What a handler returned there, as it was encoded where its classes and getters are. */
export class FarResult {
  readonly encoded: Encoded;

  constructor(encoded: Encoded) {
    this.encoded = encoded;
  }
}
