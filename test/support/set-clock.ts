/** The wall clock of a child process, set while it runs: libfaketime under it, as an administrator or a time server would. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** @returns the path of libfaketime; null when it is not installed (scripts/faketime.mjs) */
export function findFaketime(): string | null {
  if (process.platform !== 'linux') return null;
  const folders = readdirSync('/usr/lib').filter((name) => name.includes('-linux-'));
  const files = ['', ...folders].map((folder) => path.join('/usr/lib', folder, 'faketime', 'libfaketimeMT.so.1'));
  return files.find((file) => existsSync(file)) ?? null;
}

export class SetClock {
  readonly #file: string;

  /** @param folder holds the file that says how the clock is set */
  constructor(folder: string) {
    this.#file = path.join(folder, 'clock');
    this.set(0);
  }

  /** The wall clock is off by so much from now on, in whole seconds. */
  set(seconds: number): void {
    writeFileSync(this.#file, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}`);
  }

  /** For the process whose clock it is. Its monotonic clock is nobody's to set. */
  env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: findFaketime() ?? '',
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_RESET: '1',
      NO_FAKE_STAT: '1',
    };
  }
}
