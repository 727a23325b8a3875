/** How far something long is, in one line that is written over again and again: for a person at a terminal alone. */
import { formatDuration, systemClock } from '../foundation/index.ts';
import type { CommandCall } from './command-call.ts';

/** So often who waits is told. */
const TELL_MS = 1_000;
const BAR = 20;
/** What is left is guessed when so much time has shown how fast it goes. */
const KNOWN_MS = 3_000;

type Shown = Pick<CommandCall, 'terminal' | 'printer'>;

export class ProgressLine {
  readonly #call: Shown;
  readonly #began = systemClock.monotonic();

  constructor(call: Shown) {
    this.#call = call;
  }

  /** Whether anybody sees it. Who wants JSON is a program, though its stderr be a terminal. */
  get seen(): boolean {
    return this.#call.terminal.overwrites && isForPeople(this.#call);
  }

  show(text: string): void {
    const { terminal } = this.#call;
    if (this.seen) terminal.overwrite(text.slice(0, Math.max(0, terminal.talkWidth - 1)));
  }

  /** @param total null where it is not known */
  showShare(done: number, total: number | null, what: string): void {
    const spent = systemClock.monotonic() - this.#began;
    if (total === null || total <= 0) this.show(`${done} ${what}, ${seconds(spent)}`);
    else this.show(`${bar(done / total)} ${done} of ${total} ${what}${leftText(done, total, spent)}`);
  }

  /** Nothing of it stays. */
  end(): void {
    if (this.seen) this.#call.terminal.overwrite('');
  }
}

export function isForPeople({ printer: { output } }: Pick<CommandCall, 'printer'>): boolean {
  return output === 'table' || output === 'wide';
}

/** @param share 0 to 1; more is taken for 1 */
export function bar(share: number): string {
  const full = Math.floor(BAR * Math.min(1, Math.max(0, share)));
  return `▕${'█'.repeat(full)}${' '.repeat(BAR - full)}▏`;
}

function leftText(done: number, total: number, spent: number): string {
  if (done <= 0 || spent < KNOWN_MS) return '';
  return `, ${seconds((spent * Math.max(0, total - done)) / done)} left`;
}

function seconds(ms: number): string {
  return formatDuration(Math.round(ms / 1_000) * 1_000);
}

interface Awaited<T> {
  readonly waitMs: number;
  /** Looks, and waits at most so long for its end. */
  readonly look: (ms: number) => Promise<T>;
  readonly show: (line: ProgressLine, item: T) => void;
}

/** @returns what is finished, or how it is when that time is over */
export async function awaited<T extends { readonly finished: boolean }>(
  call: CommandCall,
  { waitMs, look, show }: Awaited<T>,
): Promise<T> {
  const line = new ProgressLine(call);
  if (!line.seen) return look(waitMs);
  const end = systemClock.monotonic() + waitMs;
  try {
    for (;;) {
      const left = Math.max(0, end - systemClock.monotonic());
      const item = await look(Math.round(Math.min(left, TELL_MS)));
      if (item.finished || left <= TELL_MS) return item;
      show(line, item);
    }
  } finally {
    line.end();
  }
}
