/**
 * The last row of a terminal while something is told there that is written over again and again. Whoever writes lines to
 * the same terminal puts them above it: else they begin in the middle of that row.
 */
const WIPE = Buffer.from('\r\u001b[K');
const LINE_END = 10;

class StatusRow {
  #text = '';

  /** What stands there; '' when nothing does. */
  set(text: string): void {
    this.#text = text;
  }

  /** @returns the lines, and how to write them. A line that is not ended yet keeps the row to itself */
  above(lines: string | Uint8Array): Buffer {
    const text = Buffer.from(lines as string);
    if (this.#text === '') return text;
    return Buffer.concat([WIPE, text, Buffer.from(text.at(-1) === LINE_END ? this.#text : '')]);
  }
}

/** That of this process: it has one terminal. */
export const statusRow = new StatusRow();
