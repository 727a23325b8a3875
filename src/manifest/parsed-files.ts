import type { Json } from '../foundation/index.ts';
import { parse } from './parse.ts';
import type { Problems } from './problems.ts';
import type { SourceFile } from './source-file.ts';

interface Parsed {
  readonly text: string;
  readonly data: Json;
}

interface Remembered {
  readonly main: string;
  /** By absolute path. */
  readonly files: ReadonlyMap<string, Parsed>;
}

/** Of the manifest that was read last: a process runs one. What that does not hold any more is forgotten. */
let remembered: Remembered = { main: '', files: new Map() };

/** One reading of a manifest. Files that hold the same text as in the reading before are not parsed again. */
export class ParsedFiles {
  readonly #main: string;
  readonly #problems: Problems;
  readonly #files = new Map<string, Parsed>();

  /** @param main absolute path of the main file */
  constructor(main: string, problems: Problems) {
    this.#main = main;
    this.#problems = problems;
  }

  /** @returns as parse; not to be changed */
  parse(file: SourceFile): Json | undefined {
    const { path, text } = file;
    const before = remembered.main === this.#main ? remembered.files.get(path) : undefined;
    const data = before?.text === text ? before.data : parse(file, this.#problems);
    // What has problems is parsed again, to tell them again.
    if (data !== undefined) this.#files.set(path, { text, data });
    return data;
  }

  /** At the end of the reading. */
  remember(): void {
    remembered = { main: this.#main, files: this.#files };
  }
}
