/** Entries of sections as the last text of a file had them: one that is written alike in the next text is not read again. */
import type { Json } from '../../foundation/index.ts';
import { detached } from './detached.ts';
import { sameJson } from './same-json.ts';

interface Entry {
  readonly name: string;
  /** Where its first line begins in its text, and where the line behind it does that says something. */
  readonly start: number;
  readonly end: number;
  readonly value: Json;
}

/** What one reading of a file leaves to the next one. Places in place of pieces of text: those would keep every former text. */
export interface EntryMemory {
  readonly text: string;
  /** By section, in their order. */
  readonly sections: ReadonlyMap<string, readonly Entry[]>;
}

/** One section of a text, beside what it was in the text before. */
export class RecalledSection {
  readonly entries: Entry[] = [];
  readonly #before: readonly Entry[];
  readonly #isFirst: boolean;
  readonly #formerText: string;
  readonly #text: string;
  /** Where it would go on if nothing had changed. */
  #next = 0;
  #byName: Map<string, number> | undefined;

  constructor(section: string, text: string, before: EntryMemory | undefined) {
    this.#text = text;
    this.#isFirst = before === undefined;
    this.#formerText = before?.text ?? '';
    this.#before = before?.sections.get(section) ?? [];
  }

  /** @returns the entry that comes next if nothing has changed, where the text at `start` is the same */
  at(start: number): Entry | undefined {
    const former = this.#before[this.#next];
    if (former === undefined) return undefined;
    // A last line without an end may go on.
    const written = this.#formerText.slice(former.start, former.end);
    const isWhole = written.endsWith('\n') || start + written.length === this.#text.length;
    return isWhole && this.#text.startsWith(written, start) ? former : undefined;
  }

  /** Notes what stands there. @returns an object of before that says the same, else the value */
  keep(name: string, value: Json, start: number, end: number): Json {
    const at = this.#placeOf(name);
    const former = at === undefined ? undefined : this.#before[at];
    if (at !== undefined) this.#next = at + 1;
    const kept = former !== undefined && sameJson(former.value, value) ? former.value : this.#lasting(value);
    this.entries.push({ name, start, end, value: kept });
    return kept;
  }

  /** Those of the first text may all keep it; each later one would keep another text for one entry. */
  #lasting(value: Json): Json {
    return this.#isFirst ? value : detached(value);
  }

  /** Entries come, go and move seldom: most often it is the next one. */
  #placeOf(name: string): number | undefined {
    if (this.#before[this.#next]?.name === name) return this.#next;
    if (this.#before.length === 0) return undefined;
    this.#byName ??= new Map(this.#before.map((entry, index) => [entry.name, index]));
    return this.#byName.get(name);
  }
}
