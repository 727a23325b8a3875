import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { silentLogger, systemClock } from '../../../src/foundation/index.ts';
import { ManifestWatcher } from '../../../src/platform/generations/manifest-watcher.ts';
import { waitFor } from '../../support/wait-for.ts';

describe('the manifest watcher', () => {
  let folder: string;
  let file: string;
  let watcher: ManifestWatcher | undefined;
  /** What the last reading found: what is in force. */
  let inForce: string;
  let readings: string[];
  let reads: number;
  /** What others do while the files are read, once. */
  let meanwhile: () => void;

  function write(text: string): void {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }

  function read(): void {
    reads += 1;
    inForce = readFileSync(file, 'utf8');
    readings.push(inForce);
  }

  async function watch(): Promise<void> {
    const reload = (): Promise<{ status: 'applied' }> => {
      const now = meanwhile;
      meanwhile = read;
      now();
      return Promise.resolve({ status: 'applied' });
    };
    watcher = new ManifestWatcher({
      watched: () => ({ files: [file], patterns: [] }),
      reloader: {
        reload,
        refusal: undefined,
        get reads() {
          return reads;
        },
      },
      debounceMs: () => 1,
      loadedAt: systemClock.now(),
      logger: silentLogger,
      clock: systemClock,
    });
    await watcher.start();
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'skep-watch-'));
    file = path.join(folder, 'jobs.yaml');
    reads = 0;
    readings = [];
    meanwhile = read;
    write('one');
    read();
  });
  afterEach(async () => {
    await watcher?.stop();
    rmSync(folder, { recursive: true });
  });

  it('reads a file that was written', async () => {
    await watch();
    write('two');
    await waitFor('two', () => inForce === 'two');
  });

  it('reads once more when a file had another content while it was read, and has the former one again', async () => {
    await watch();
    meanwhile = () => {
      write('for a moment');
      read();
      write('two');
    };
    write('two');
    await waitFor('the moment', () => readings.includes('for a moment'));
    await waitFor('two', () => inForce === 'two');
  });

  it('reads once more what another has read before it was taken back', async () => {
    await watch();
    await waitFor('the look at the start', () => reads >= 2);
    // Asked for by a person, faster than the watcher's debounce.
    write('for a moment');
    read();
    write('one');
    await waitFor('one', () => inForce === 'one');
  });
});
