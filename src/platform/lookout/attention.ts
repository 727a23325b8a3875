/**
 * What a running platform notices beside its work, and tells: in the log as it comes and goes, by `/readyz`, and to the
 * other processes of the store, where `skep doctor` finds it.
 */
import type { StoreCheck } from '../../engine/index.ts';
import type { RuntimeDeps } from '../../runtime/index.ts';
import { Tally } from '../../runtime/index.ts';
import type { PlatformParts } from '../assemble.ts';
import { Lookout } from './lookout.ts';
import type { Refusal } from '../generations/reloader.ts';
import { type CheckSource, logChecks, manifestChecks, SelfChecks, telemetryChecks } from '../doctor/self-checks.ts';
import { StoreWatch } from './store-watch.ts';
import { WorkReport } from './work-report.ts';

export interface Sources {
  readonly refusal: () => Refusal | undefined;
  /** Why files are looked at now and then only; undefined while changes are heard of at once. */
  readonly deaf: () => string | undefined;
}

export class Attention {
  readonly outage: StoreWatch;
  readonly tally = new Tally();
  readonly #report: WorkReport;
  readonly #self: SelfChecks;
  #lookout: Lookout | undefined;

  constructor({ engine, clock, logger, log, telemetry }: PlatformParts, { refusal, deaf }: Sources) {
    this.outage = new StoreWatch({ engine, clock, logger });
    this.#report = new WorkReport({ tally: this.tally, clock, logger });
    this.#self = new SelfChecks([
      () => logChecks(log?.sink.health),
      () => manifestChecks(refusal()),
      () => watchChecks(deaf()),
      () => telemetryChecks(telemetry.failing()),
      () => this.outage.checks(),
    ]);
  }

  /** Something else that is noticed. */
  add(source: CheckSource): void {
    this.#self.add(source);
  }

  /** Of this process, and of what it saw in the store. */
  checks(): readonly StoreCheck[] {
    return [...this.#self.all(), ...(this.#lookout?.checks() ?? [])];
  }

  /** Of this process alone, for the others. */
  troubles(): readonly string[] {
    return this.#self.troubles();
  }

  /** To be called when the process is on the store's list. */
  async start(deps: RuntimeDeps): Promise<void> {
    this.#lookout = new Lookout(deps);
    await Promise.all([this.#report.start(), this.#lookout.start()]);
  }

  /** A stop begins: what is left undone now is the business of others. */
  async rest(): Promise<void> {
    await this.#lookout?.stop();
  }

  /** All work is over. */
  async stop(): Promise<void> {
    await Promise.all([this.rest(), this.outage.stop(), this.#report.stop()]);
  }
}

function watchChecks(deaf: string | undefined): readonly StoreCheck[] {
  if (deaf === undefined) return [];
  const hint = 'Changes are found within seconds all the same; on Linux see fs.inotify.max_user_watches.';
  return [{ name: 'watching', status: 'warn', message: `files cannot be watched: ${deaf}`, hint }];
}
