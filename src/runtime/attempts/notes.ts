/**
 * Progress and log lines of running attempts on their way to the store. They are collected for a moment and
 * saved for all attempts in one call; what is left when an attempt ends travels with its settlement.
 */
import {
  type EventSink,
  isWanted,
  LOG_LINES_KEPT,
  type LogLine,
  type Progress,
  type SpanRef,
} from '../../core/index.ts';
import type { Annotation, JobsFacet, Lease } from '../../engine/index.ts';
import { type Clock, outside, type Timer } from '../../foundation/index.ts';

/** How long notes are collected. */
const COLLECT_MS = 250;

/** Where notes are kept. */
interface NotesStore {
  readonly jobs: Pick<JobsFacet, 'annotate'>;
}

/** The unsaved notes of one attempt. */
export interface UnsavedNotes {
  readonly lease: Lease;
  /** Which span its events are about. */
  readonly about: { readonly span?: SpanRef };
  progress: Progress | null;
  logs: LogLine[];
}

export class Notes {
  readonly #engine: NotesStore;
  readonly #events: EventSink;
  readonly #clock: Clock;
  readonly #unsaved = new Set<UnsavedNotes>();
  #timer: Timer | undefined;

  constructor(parts: { readonly engine: NotesStore; readonly events: EventSink; readonly clock: Clock }) {
    this.#engine = parts.engine;
    this.#events = parts.events;
    this.#clock = parts.clock;
  }

  progress(unsaved: UnsavedNotes, progress: Progress): void {
    unsaved.progress = progress;
    this.#collect(unsaved);
  }

  log(unsaved: UnsavedNotes, line: LogLine): void {
    unsaved.logs.push(line);
    if (unsaved.logs.length > LOG_LINES_KEPT) unsaved.logs.shift();
    this.#collect(unsaved);
  }

  /** The attempt is over: its notes go with the settlement, so the unsaved is not saved any more. */
  close(unsaved: UnsavedNotes): void {
    this.#tell(unsaved, unsaved.progress);
    this.#unsaved.delete(unsaved);
    if (this.#unsaved.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #collect(unsaved: UnsavedNotes): void {
    this.#unsaved.add(unsaved);
    // Of whichever attempt is the first: it is saved with those of the others.
    this.#timer ??= outside(() => this.#clock.after(COLLECT_MS, () => void this.#save()));
  }

  async #save(): Promise<void> {
    this.#timer = undefined;
    const all = [...this.#unsaved];
    this.#unsaved.clear();
    const notes = all.map(tear);
    all.forEach((unsaved, index) => this.#tell(unsaved, notes[index]?.progress ?? null));
    try {
      await this.#engine.jobs.annotate(notes);
    } catch {
      // Notes are a courtesy: the next ones, or the settlement, try again.
      all.forEach((unsaved, index) => putBack(unsaved, notes[index]));
    }
  }

  #tell({ lease: { job }, about }: UnsavedNotes, progress: Progress | null): void {
    if (progress === null || !isWanted('attempt.progress', this.#events)) return;
    const { id, task, queue } = job;
    this.#events.emit({ type: 'attempt.progress', job: { id, task, queue }, progress, ...about });
  }
}

function tear(unsaved: UnsavedNotes): Annotation {
  const note = { lease: unsaved.lease, progress: unsaved.progress, logs: unsaved.logs };
  unsaved.progress = null;
  unsaved.logs = [];
  return note;
}

function putBack(unsaved: UnsavedNotes, note: Annotation | undefined): void {
  if (!note) return;
  unsaved.progress ??= note.progress;
  unsaved.logs = [...note.logs, ...unsaved.logs].slice(-LOG_LINES_KEPT);
}
