/**
 * The lines of a stream that may be anything: gigabytes, no newline for ever, no UTF-8. Lines of the protocol are all read. Of
 * the others only the last ones of a piece, as no job keeps more: so 100 MB cost little more than finding their newlines.
 */
export interface LineSink {
  /** A line of the protocol, without its mark; `whole`: nothing of it was cut off. */
  said(text: string, whole: boolean): void;
  /** Any other line. */
  line(text: string): void;
}

const LF = 10;
const MARK = Buffer.from('::skep ');
const MARK_AFTER_LINE = Buffer.from('\n::skep ');
/** Of any other line; jobs keep less. */
const LINE_MAX = 8 * 1024;

export class LineReader {
  readonly #sink: LineSink;
  readonly #kept: number;
  readonly #saidMax: number;
  /** The begin of a line that has not ended: so much of the buffer, and whether more of it was dropped. */
  #buffer = Buffer.alloc(256);
  #length = 0;
  #cut = false;

  /**
   * @param kept    lines that are told of each piece, the last ones, besides those of the protocol
   * @param saidMax largest line of the protocol, bytes
   */
  constructor(sink: LineSink, kept: number, saidMax: number) {
    this.#saidMax = saidMax;
    this.#sink = sink;
    this.#kept = kept;
  }

  push(piece: Buffer): void {
    let from = 0;
    if (this.#length > 0) {
      const end = piece.indexOf(LF);
      this.#hold(end < 0 ? piece : piece.subarray(0, end));
      if (end < 0) return;
      this.end();
      from = end + 1;
    }
    const last = Math.max(piece.lastIndexOf(LF) + 1, from);
    if (last > from) this.#lines(piece.subarray(from, last));
    this.#hold(piece.subarray(last));
  }

  /** The stream has ended, and with it the line that had no newline. */
  end(): void {
    if (this.#length > 0) this.#tell(this.#buffer.subarray(0, this.#length), !this.#cut);
    this.#length = 0;
    this.#cut = false;
  }

  #hold(part: Buffer): void {
    // The mark, where it is one, is a part of the first bytes: until they are there the lower limit is far away.
    const begin = this.#length >= MARK.length ? this.#buffer : Buffer.concat([this.#held(), part.subarray(0, 8)]);
    const room = (isMarked(begin) ? this.#saidMax : LINE_MAX) - this.#length;
    const taken = part.subarray(0, Math.max(room, 0));
    if (taken.length < part.length) this.#cut = true;
    const needed = this.#length + taken.length;
    if (needed > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(needed, 2 * this.#buffer.length));
      this.#held().copy(larger);
      this.#buffer = larger;
    }
    taken.copy(this.#buffer, this.#length);
    this.#length = needed;
  }

  #held(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** @param region lines, each with its newline */
  #lines(region: Buffer): void {
    let at = 0;
    while (at < region.length) {
      const said = startOfSaid(region, at);
      this.#plain(region.subarray(at, said));
      if (said === region.length) return;
      const end = region.indexOf(LF, said);
      this.#tell(region.subarray(said, end), true);
      at = end + 1;
    }
  }

  #plain(region: Buffer): void {
    const lines: Buffer[] = [];
    for (let end = region.length; end > 0 && lines.length < this.#kept;) {
      // A negative offset would count from the end.
      const start = end < 2 ? 0 : region.lastIndexOf(LF, end - 2) + 1;
      lines.push(region.subarray(start, end - 1));
      end = start;
    }
    for (const line of lines.reverse()) this.#tell(line, true);
  }

  #tell(line: Buffer, whole: boolean): void {
    if (isMarked(line)) this.#sink.said(textOf(line.subarray(MARK.length)), whole);
    else this.#sink.line(textOf(line.subarray(0, LINE_MAX)));
  }
}

function isMarked(line: Buffer): boolean {
  return line.length >= MARK.length && MARK.compare(line, 0, MARK.length) === 0;
}

function startOfSaid(region: Buffer, at: number): number {
  if (isMarked(region.subarray(at, at + MARK.length))) return at;
  const found = region.indexOf(MARK_AFTER_LINE, at);
  return found < 0 ? region.length : found + 1;
}

/** Bytes that are no UTF-8 become U+FFFD; the carriage return of programs from elsewhere goes. */
function textOf(line: Buffer): string {
  const text = line.toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
