/**
 * What a process notices of itself, in one form for all who ask: `/readyz` shows it, the store's list of processes
 * carries it, and from there `skep doctor` and `skep workers ls` tell of it on any host.
 */
import { type StoreCheck, TROUBLES_MAX } from '../../engine/index.ts';
import { counted, firstError } from '../../foundation/index.ts';
import type { Failing, LogHealth } from '../../telemetry/index.ts';
import { sentencesOf } from '../lookout/readiness.ts';
import type { Refusal } from '../generations/reloader.ts';

/** Asked at each beat and each probe: it must answer at once. */
export type CheckSource = () => readonly StoreCheck[];

/** Longest sentence that the list of processes carries, in UTF-16 units. */
const SENTENCE_MAX = 300;

export class SelfChecks {
  readonly #sources: CheckSource[];

  constructor(sources: readonly CheckSource[]) {
    this.#sources = [...sources];
  }

  add(source: CheckSource): void {
    this.#sources.push(source);
  }

  all(): readonly StoreCheck[] {
    return this.#sources.flatMap((source) => source());
  }

  /** What is not well, for the other processes; what no process can go on with comes first. */
  troubles(): readonly string[] {
    const checks = this.all();
    const sentences = [...sentencesOf(checks, 'fail'), ...sentencesOf(checks, 'warn')];
    return sentences.slice(0, TROUBLES_MAX).map((sentence) => sentence.slice(0, SENTENCE_MAX));
  }
}

/** Of the log; nothing where the logger is the caller's own. */
export function logChecks(health: LogHealth | undefined): readonly StoreCheck[] {
  if (health === undefined || (health.failing === null && health.dropped === 0)) return [];
  const { failing, dropped } = health;
  if (failing === null) {
    const message = `${counted(dropped, 'line was', 'lines were')} lost since the process began; it is written again`;
    return [{ name: 'logging', status: 'ok', message, hint: null }];
  }
  const hint = 'Make room where standard error goes, or give it a reader: work goes on, unseen.';
  const message = `the log cannot be written (${failing}); ${counted(dropped, 'line is', 'lines are')} lost so far`;
  return [{ name: 'logging', status: 'warn', message, hint }];
}

/** Of the newest manifest files, while they are not those in force. */
export function manifestChecks(refusal: Refusal | undefined): readonly StoreCheck[] {
  if (refusal === undefined) return [];
  const [first] = refusal.problems;
  const what =
    first?.code === 'LIVE_UNFIT'
      ? 'what is in force for all does not run here'
      : 'the newest files were refused, those in force stay';
  const message = `${what}: ${firstError(refusal.problems)}`;
  return [{ name: 'manifest', status: 'warn', message, hint: '`skep check` shows all problems.' }];
}

/** Of tracing. @param lost batches and spans that the backend did not take */
export function telemetryChecks({ failing, metrics }: Failing): readonly StoreCheck[] {
  const checks: StoreCheck[] = [];
  if (failing !== null) {
    const hint = 'Is the collector there? Work goes on, and spans are dropped meanwhile.';
    checks.push({ name: 'tracing', status: 'warn', message: `traces cannot be exported: ${failing}`, hint });
  }
  if (metrics !== null) {
    const hint = 'Is the collector there? Work goes on, and what is counted is sent when it answers.';
    checks.push({ name: 'metrics', status: 'warn', message: `metrics cannot be exported: ${metrics}`, hint });
  }
  return checks;
}
