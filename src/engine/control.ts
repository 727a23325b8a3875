/** What a live process was told by people, and what it answers: both stand in its row, where whoever has asked looks. */
import type { Json } from '../foundation/index.ts';

/** What a process was told and was not started with. */
export interface ToldSettings {
  readonly state: 'working' | 'paused' | 'stopping';
  /** Handlers at once by queue; `*` is every other one. */
  readonly concurrency: Readonly<Record<string, number>>;
  /** Queues that it is to consume; null: as it was started. */
  readonly queues: readonly string[] | null;
}

/** Stands in the row for some seconds. */
export interface ProcessAnswer {
  /** Of what it was told. */
  readonly to: string;
  /** Why it was not done; null: it was. */
  readonly refused: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
  readonly attempts: Json;
}
