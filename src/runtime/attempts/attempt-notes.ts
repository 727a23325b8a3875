/** What a handler reports while its attempt runs, without what is sensitive. */
import type { SpanRef } from '../../core/index.ts';
import type { AttemptResult, Lease } from '../../engine/index.ts';
import type { Clock, LogLevel } from '../../foundation/index.ts';
import type { Discretion } from './discretion.ts';
import type { Notes, UnsavedNotes } from './notes.ts';

/** What it must know of the attempt. */
export interface Reporting {
  readonly lease: Lease;
  readonly about: { readonly span?: SpanRef };
  /** null: everything may be told. */
  readonly discretion: Discretion | null;
}

/** Of a handler that has reported nothing. */
export const NO_NOTES: Pick<AttemptResult, 'progress' | 'logs'> = { progress: null, logs: [] };

export class AttemptNotes {
  readonly #discretion: Discretion | null;
  readonly #notes: Notes;
  readonly #clock: Clock;
  readonly #unsaved: UnsavedNotes;

  constructor(
    { lease, about, discretion }: Reporting,
    { notes, deps }: { readonly notes: Notes; readonly deps: { readonly clock: Clock } },
  ) {
    this.#discretion = discretion;
    this.#notes = notes;
    this.#clock = deps.clock;
    this.#unsaved = { lease, about, progress: null, logs: [] };
  }

  progress(done: number, total: number | null, message: string | null): void {
    const told = message === null ? null : this.#told(message);
    this.#notes.progress(this.#unsaved, { done, total, message: told, at: this.#clock.now() });
  }

  line(line: string, level: LogLevel = 'info'): void {
    const said = { at: this.#clock.now(), line: this.#told(line) };
    this.#notes.log(this.#unsaved, level === 'info' ? said : { ...said, level });
  }

  /** Nothing more is saved of it. @returns what the settlement takes along */
  close(): Pick<AttemptResult, 'progress' | 'logs'> {
    this.#notes.close(this.#unsaved);
    return this.#unsaved;
  }

  #told(text: string): string {
    return this.#discretion?.text(text) ?? text;
  }
}
