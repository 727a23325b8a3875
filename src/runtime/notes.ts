/**
 * Progress and log lines of running attempts on their way to the store. They are collected for a moment and
 * saved for all attempts in one call; what is left when an attempt ends travels with its settlement.
 */
import { type EventSink, isWanted, LOG_LINES_KEPT, type LogLine, type Progress, type SpanRef } from '../core/index.ts';
import type { Annotation, Engine, Lease } from '../engine/index.ts';
import { type Clock, outside, type Timer } from '../foundation/index.ts';

/** How long notes are collected. */
const COLLECT_MS = 250;

/** The unsaved notes of one attempt. */
export interface Pad {
  readonly lease: Lease;
  /** Which span its events are about. */
  readonly about: { readonly span?: SpanRef };
  progress: Progress | null;
  logs: LogLine[];
}

export class Notes {
  readonly #engine: Engine;
  readonly #events: EventSink;
  readonly #clock: Clock;
  readonly #pads = new Set<Pad>();
  #timer: Timer | undefined;

  constructor(parts: { readonly engine: Engine; readonly events: EventSink; readonly clock: Clock }) {
    this.#engine = parts.engine;
    this.#events = parts.events;
    this.#clock = parts.clock;
  }

  progress(pad: Pad, progress: Progress): void {
    pad.progress = progress;
    this.#collect(pad);
  }

  log(pad: Pad, line: LogLine): void {
    pad.logs.push(line);
    if (pad.logs.length > LOG_LINES_KEPT) pad.logs.shift();
    this.#collect(pad);
  }

  /** The attempt is over: its notes go with the settlement, so the pad is not saved any more. */
  close(pad: Pad): void {
    this.#tell(pad, pad.progress);
    this.#pads.delete(pad);
    if (this.#pads.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #collect(pad: Pad): void {
    this.#pads.add(pad);
    // Of whichever attempt is the first: it is saved with those of the others.
    this.#timer ??= outside(() => this.#clock.after(COLLECT_MS, () => void this.#save()));
  }

  async #save(): Promise<void> {
    this.#timer = undefined;
    const pads = [...this.#pads];
    this.#pads.clear();
    const notes = pads.map(tear);
    pads.forEach((pad, index) => this.#tell(pad, notes[index]?.progress ?? null));
    try {
      await this.#engine.jobs.annotate(notes);
    } catch {
      // Notes are a courtesy: the next ones, or the settlement, try again.
      pads.forEach((pad, index) => putBack(pad, notes[index]));
    }
  }

  #tell({ lease: { job }, about }: Pad, progress: Progress | null): void {
    if (progress === null || !isWanted('attempt.progress', this.#events)) return;
    const { id, task, queue } = job;
    this.#events.emit({ type: 'attempt.progress', job: { id, task, queue }, progress, ...about });
  }
}

function tear(pad: Pad): Annotation {
  const note = { lease: pad.lease, progress: pad.progress, logs: pad.logs };
  pad.progress = null;
  pad.logs = [];
  return note;
}

function putBack(pad: Pad, note: Annotation | undefined): void {
  if (!note) return;
  pad.progress ??= note.progress;
  pad.logs = [...note.logs, ...pad.logs].slice(-LOG_LINES_KEPT);
}
