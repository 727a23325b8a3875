/** A disk that can really be filled: a tmpfs of a few kilobytes. Mounting one needs root. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export class SmallDisk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @returns undefined where it may not be mounted */
  static mount(kilobytes: number): SmallDisk | undefined {
    const folder = mkdtempSync(path.join(tmpdir(), 'skep-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
      return new SmallDisk(folder);
    } catch {
      rmSync(folder, { recursive: true });
      return undefined;
    }
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Leaves no room, in a file of its own. */
  fill(): void {
    for (let size = 65_536; size >= 1; size /= 2) {
      try {
        for (;;) writeFileSync(this.path('filler'), Buffer.alloc(size), { flag: 'a' });
      } catch {
        // Full for pieces of this size.
      }
    }
  }

  /** Room again. */
  clear(): void {
    rmSync(this.path('filler'), { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
