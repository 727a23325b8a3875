/** What `skep doctor` finds about settings that are each right and do not go together. */
import { longestRetries } from '../../core/index.ts';
import { type Diagnostic, formatDuration, Slices } from '../../foundation/index.ts';
import { type Manifest, ownTasks, placesOf, toYaml } from '../../manifest/index.ts';
import { type AdviceCode, CATALOGUE, type Found, type Severity } from './catalogue.ts';
import { blockingCode, handlerUntyped } from './code.ts';
import { breakerNeverOpens, poolTooSmall, queueUnused, rateBelowSchedules, storeInMemory } from './lanes.ts';
import { noTimeLimit, resultGoneEarly, scheduleOutrun, stopCutsAttempts } from './times.ts';
import { schedulesAndClock, schedulesTogether } from './together.ts';

export interface Advice {
  /** It stays; a diagnostic's for a warning of the manifest, else see docs/doctor.md. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** As `tasks.emails.send`. */
  readonly about: string;
  readonly place: { readonly file: string; readonly line: number } | null;
  /** YAML to be merged into the manifest; null where nothing can be said without a guess. */
  readonly edit: string | null;
  /** Where the documentation tells of it. */
  readonly page: string;
}

/** From the manifest and the modules that it names, which are read and not run. @param now epoch milliseconds */
export async function adviceOf(manifest: Manifest, now: number): Promise<readonly Advice[]> {
  const { schedules, tasks } = manifest;
  const own = ownTasks(manifest).flatMap((name) => tasks[name] ?? []);
  // Those that walk through the ticks of schedules take seconds where there are ten thousand, in a process that works meanwhile.
  const slices = new Slices();
  const found: readonly Found[] = [
    ...stopCutsAttempts(manifest, own),
    ...(await slices.run(
      scheduleOutrun({ schedules, tasks }, { takes: ({ timeout }) => timeout.hardMs, now, how: 'may take' }),
    )),
    ...(await slices.run(schedulesTogether(manifest, now))),
    ...(await slices.run(schedulesAndClock(manifest, now))),
    ...(await slices.run(rateBelowSchedules(manifest, now))),
    ...breakerNeverOpens(manifest),
    ...storeInMemory(manifest),
    ...(await blockingCode(manifest, own)),
    ...resultGoneEarly(manifest),
    ...poolTooSmall(manifest, own),
    ...noTimeLimit(own),
    ...queueUnused(manifest),
    ...handlerUntyped(own),
  ];
  return placed(found, manifest);
}

/** In order of gravity. */
export async function placed(found: readonly Found[], manifest: Manifest): Promise<readonly Advice[]> {
  const places = await placesOf(manifest);
  const advice = found.map(({ code, message, about: { section, name }, place, edit }): Advice => {
    const { severity } = CATALOGUE[code];
    const written = place ?? (name === null ? null : places.entry(section, name));
    const about = name === null ? section : `${section}.${name}`;
    const yaml = edit === null ? null : toYaml(edit);
    return { code, severity, message, about, place: written, edit: yaml, page: pageOf(code) };
  });
  return [...advice].sort((one, other) => gravity(one) - gravity(other));
}

/** Warnings of the manifest are findings too. */
export function adviceOnWarnings(
  warnings: readonly Diagnostic[],
  { tasks }: Pick<Manifest, 'tasks'>,
): readonly Advice[] {
  return warnings.map(({ code, message, hint, path, file, line }) => ({
    ...{ code, severity: 'warn', about: path, page: 'docs/manifest.md#diagnostics' },
    message: hint === undefined ? message : `${message}; ${hint}`,
    place: line === 0 ? null : { file, line },
    edit: code === 'REF_UNIQUE_SHORT' ? longerUnique(path, tasks) : null,
  }));
}

/** A key that is held as long as its job may be retried. @param path of the `for` that is too short */
function longerUnique(path: string, tasks: Manifest['tasks']): string | null {
  const task = Object.values(tasks).find(({ name }) => path === `tasks.${name}.unique.for`);
  if (task === undefined) return null;
  return toYaml({ tasks: { [task.name]: { unique: { for: formatDuration(Math.ceil(longestRetries(task.retry))) } } } });
}

function pageOf(code: AdviceCode): string {
  return `docs/doctor.md#${code}`;
}

function gravity({ severity }: Pick<Advice, 'severity'>): number {
  return severity === 'warn' ? 0 : 1;
}
