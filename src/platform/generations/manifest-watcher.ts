/**
 * Notices that the files of the manifest or of its handlers changed.
 *
 * It watches FOLDERS, not files: editors write by rename, and Kubernetes swaps a symbolic link beside the
 * file (`..data`), so that a watch on the file itself hears nothing or dies with the old file. Any event is
 * only a hint: after the debounce the content is compared. A slow look at the files by itself survives a
 * watcher that died silently, file systems without events, and folders that did not exist yet.
 */
import { type FSWatcher, watch } from 'chokidar';
import { tell } from '../../core/index.ts';
import { type Clock, type Logger, messageOf, newAborter, pause, Service, type Timer } from '../../foundation/index.ts';
import type { Reloader } from './reloader.ts';
import { contentStamp, foldersOf, newestChange, statStamp, type WatchedFiles } from './file-stamps.ts';

/** How often the files are looked at although no event came. */
const LOOK_MS = 5_000;

/** Folders that cannot be watched (no inotify left, say) must not keep the process from starting. */
const READY_MS = 1_000;
/** A folder that was just added is looked at again after this long. */
const SETTLE_MS = 500;

/** File times are coarser than clocks. */
const CLOCK_GRAIN_MS = 20;

export interface ManifestWatcherParts {
  /** What to watch now; asked again after every change. */
  readonly watched: () => WatchedFiles;
  /** What reads the files anew. While it refuses them each look tries again, as what is missing may lie anywhere. */
  readonly reloader: Pick<Reloader, 'reload' | 'refusal' | 'reads'>;
  readonly debounceMs: () => number;
  /** When the files in force were read, epoch milliseconds of this machine. */
  readonly loadedAt: number;
  readonly logger: Logger;
  readonly clock: Clock;
}

export class ManifestWatcher extends Service {
  readonly #parts: ManifestWatcherParts;
  #watcher: FSWatcher | undefined;
  #folders: ReadonlySet<string> = new Set();
  #content = '';
  #stat = '';
  /** Of the reloader, when the files were last known to be those in force. */
  #reads = 0;
  #debounce: Timer | undefined;
  #look: Timer | undefined;
  /** When the next look comes. */
  #lookMs = LOOK_MS;
  #checking: Promise<void> | undefined;
  #again = false;
  #deaf: string | undefined;

  constructor(parts: ManifestWatcherParts) {
    super();
    this.#parts = parts;
  }

  /** Why changes are found by looking only; undefined while they are heard of at once. */
  get deaf(): string | undefined {
    return this.#deaf;
  }

  protected override async onStart(): Promise<void> {
    await this.#remember();
    this.#folders = foldersOf(this.#parts.watched());
    this.#watcher = watch([...this.#folders], {
      depth: 0,
      ignoreInitial: true,
      followSymlinks: false,
      ignored: ignores,
    });
    const ready = newAborter();
    this.#watcher.once('ready', () => ready.abort());
    this.#watcher.on('all', (event, path) => {
      // A wanted folder that was not there when it was asked for, or that was replaced.
      if (event === 'addDir' && this.#folders.has(path)) this.#watcher?.add(path);
      this.#hint();
    });
    this.#watcher.on('error', (error) => {
      // Told once: each folder that cannot be watched may say so.
      if (this.#deaf === undefined) tell(this.#parts.logger, 'watch.failed', { error: messageOf(error) });
      this.#deaf = messageOf(error);
    });
    await pause(this.#parts.clock, READY_MS, ready.signal);
    this.#lookLater();
    // Written between being read and being watched: no event will come, and the stamp holds the new content.
    if ((await newestChange(this.#parts.watched())) >= this.#parts.loadedAt - CLOCK_GRAIN_MS) {
      this.#content = '';
      this.#hint();
    }
  }

  protected override async onStop(): Promise<void> {
    this.#debounce?.cancel();
    this.#look?.cancel();
    await this.#checking;
    await this.#watcher?.close();
  }

  #hint(): void {
    if (this.stopping) return;
    this.#debounce?.cancel();
    this.#debounce = this.#parts.clock.after(this.#parts.debounceMs(), () => void this.#check(true));
  }

  #lookLater(): void {
    if (this.stopping) return;
    this.#look?.cancel();
    const ms = this.#lookMs;
    this.#lookMs = LOOK_MS;
    this.#look = this.#parts.clock.after(ms, () => {
      void this.#check(false).finally(() => {
        this.#lookLater();
      });
    });
  }

  /** One check at a time; an event during a check causes another one after it. */
  #check(hinted: boolean): Promise<void> {
    if (this.#checking) {
      this.#again ||= hinted;
      return this.#checking;
    }
    this.#checking = this.#compare(hinted).finally(() => {
      this.#checking = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.#hint();
    });
    return this.#checking;
  }

  async #compare(hinted: boolean): Promise<void> {
    const { watched: watchedNow, reloader } = this.#parts;
    const watched = watchedNow();
    const stat = await statStamp(watched);
    // What others read (a request, a signal) is not known: it may have been written and taken back meanwhile.
    const known = reloader.refusal === undefined && reloader.reads === this.#reads;
    if (!hinted && known && stat === this.#stat) return;
    if (known && (await contentStamp(watched)) === this.#content) {
      this.#stat = stat;
      return;
    }
    await this.#remember();
    const reads = reloader.reads + 1;
    await reloader.reload('files');
    this.#reads = reads;
    this.#follow();
    // Written while they were read: nobody knows what is in force now, and it must not look unchanged when the old content
    // comes back. Other files count now: likewise.
    if (sameFiles(watched, watchedNow()) && (await statStamp(watched)) === this.#stat) return;
    this.#content = '';
    this.#again = true;
  }

  async #remember(): Promise<void> {
    const watched = this.#parts.watched();
    // In this order: a write in between leaves times that are too old, so the next look reads the content again.
    this.#stat = await statStamp(watched);
    this.#content = await contentStamp(watched);
  }

  /** Watches the folders of all files that count now, and no others. */
  #follow(): void {
    const wanted = foldersOf(this.#parts.watched());
    const gone = [...this.#folders].filter((folder) => !wanted.has(folder));
    const fresh = [...wanted].filter((folder) => !this.#folders.has(folder));
    if (gone.length > 0) this.#watcher?.unwatch(gone);
    this.#folders = wanted;
    if (fresh.length === 0) return;
    this.#watcher?.add(fresh);
    // Nobody says when a folder that was added is really watched.
    this.#lookMs = SETTLE_MS;
    this.#lookLater();
  }
}

function sameFiles(one: WatchedFiles, other: WatchedFiles): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Plain files that can be neither manifest nor code nor its data (logs, databases) may change as often as they like. */
const COUNTS = /\.(ya?ml|json|txt|[cm]?[jt]sx?)$/i;

function ignores(file: string, stats?: { isFile(): boolean }): boolean {
  return stats?.isFile() === true && !COUNTS.test(file);
}
