/** The manifest that comes of an import, with what is to be said of it. */
import { matchesTask } from '../core/index.ts';
import { type Json, formatDuration } from '../foundation/index.ts';

/**
 * none: there is no equal, and nothing was written for it · differs: what was written does not do quite the same ·
 * check: it was guessed, or is to be finished by hand
 */
export type NoteKind = 'none' | 'differs' | 'check';

export interface Note {
  readonly kind: NoteKind;
  readonly file: string;
  /** From 1; null where it is about the whole file. */
  readonly line: number | null;
  /** What it is about, in the words of the source: a setting, an option, a schedule. */
  readonly subject: string;
  readonly message: string;
  /** Where it stands in the manifest: `tasks.emails.send`; null where nothing was written. */
  readonly at: string | null;
}

export type Fields = Record<string, Json>;

/** A function that the manifest names, and that is to be written. */
export interface WantedHandler {
  /** Below the manifest's folder, as `./handlers/emails.ts`. */
  readonly module: string;
  readonly name: string;
  /** Where it comes from. */
  readonly origin: string;
}

/** Sections by name; all of it is plain data. */
export type Section = 'queues' | 'retryPolicies' | 'tasks' | 'workflows' | 'schedules';

export class Outline {
  readonly notes: Note[] = [];
  readonly defaults: Fields = {};
  readonly executors: Fields = {};
  readonly routes: Fields[] = [];
  readonly sections: Readonly<Record<Section, Map<string, Fields>>> = {
    queues: new Map(),
    retryPolicies: new Map(),
    tasks: new Map(),
    workflows: new Map(),
    schedules: new Map(),
  };
  engine: string | null = null;
  #file = '';
  readonly #understood = new Set<string>();
  /** Of a name: the last number that was put behind it, so that the next is not looked for from the beginning. */
  readonly #taken = new Map<string, number>();
  readonly #handlers = new Map<string, WantedHandler>();

  /** What follows comes from that file. */
  from(file: string): void {
    this.#file = file;
  }

  get file(): string {
    return this.#file;
  }

  /** Something of the file that is read was understood. */
  seen(): void {
    this.#understood.add(this.#file);
  }

  isUnderstood(file: string): boolean {
    return this.#understood.has(file);
  }

  note(
    kind: NoteKind,
    subject: string,
    message: string,
    { line = null, at = null }: { line?: number | null; at?: string | null } = {},
  ): void {
    if (kind !== 'check') this.seen();
    this.notes.push({ kind, file: this.#file, line, subject, message, at });
  }

  /** The entry of that name, made where there is none. */
  entry(section: Section, name: string): Fields {
    this.seen();
    const entries = this.sections[section];
    const found = entries.get(name) ?? {};
    entries.set(name, found);
    return found;
  }

  /** @returns a name that no entry has yet: `backup`, `backup-2` */
  freeName(section: Section, name: string): string {
    const entries = this.sections[section];
    const known = `${section}.${name}`;
    let number = this.#taken.get(known) ?? 1;
    let free = name;
    for (; entries.has(free); free = `${name.slice(0, 57)}-${number}`) number += 1;
    this.#taken.set(known, number);
    return free;
  }

  /** The queue is declared; `default` is there without it. */
  queue(name: string): string {
    this.seen();
    const called = manifestName(name, 'queue');
    if (called !== 'default') this.entry('queues', called);
    return called;
  }

  /** Jobs of that task go to that queue, if nothing says so yet. */
  route(match: string, queue: string, further: Fields = {}): void {
    const known = this.routes.find(
      ({ match: one }) => typeof one === 'string' && (one === match || matchesTask(one, match)),
    );
    // Said already, or by a pattern.
    if (known !== undefined && (known['match'] === match || known['queue'] === queue)) return;
    const isUsual = queue === (this.defaults['queue'] ?? 'default');
    const names = this.routes.findIndex((route) => typeof route['match'] === 'string' && /[*?{!]/.test(route['match']));
    // What is said of one task comes before what is said of many, as everywhere.
    if (/[*?]/.test(match) || names < 0)
      this.routes.push(...(isUsual && names < 0 ? [] : [{ match, queue, ...further }]));
    else this.routes.splice(names, 0, { match, queue, ...further });
  }

  /** @returns the reference to a function that is to be written */
  handler(module: string, name: string, origin: string): string {
    const path = `./handlers/${module}.ts`;
    const called = functionName(name);
    this.#handlers.set(`${path}#${called}`, { module: path, name: called, origin });
    return `${path}#${called}`;
  }

  get handlers(): readonly WantedHandler[] {
    return [...this.#handlers.values()];
  }

  /** A policy of that form, by a name that says what it does; the same form has one name. */
  policy(name: string, fields: Fields): string {
    const policies = this.sections.retryPolicies;
    const text = JSON.stringify(fields);
    for (const [known, one] of policies) if (JSON.stringify(one) === text) return known;
    const free = this.freeName('retryPolicies', name);
    policies.set(free, fields);
    return free;
  }
}

const NAME = /^(?!(?:constructor|prototype)$)[a-z0-9][a-z0-9_.-]{0,63}$/;

/** A text as a name of the manifest: `HardWorker` → `hard-worker`, `Billing::Invoice` → `billing.invoice`. */
export function manifestName(text: string, otherwise: string): string {
  if (NAME.test(text)) return text;
  const words = text
    .replaceAll('::', '.')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64)
    .replace(/[-.]$/, '');
  return NAME.test(words) ? words : otherwise;
}

const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'implements import in instanceof interface let new null package private protected public return static super switch this throw ' +
    'true try typeof var void while with yield arguments eval'
  ).split(' '),
);

function functionName(text: string): string {
  const name = text.replaceAll(/[^A-Za-z0-9_$]+(.)?/g, (_all, next: string | undefined) => (next ?? '').toUpperCase());
  const whole = /^[A-Za-z_$]/.test(name) ? name : `run${name}`;
  return RESERVED.has(whole) ? `${whole}Job` : whole;
}

/** Seconds as the manifest has them. @returns undefined where it is none, or longer than ten years */
export function seconds(count: number | undefined): string | undefined {
  const ms = Math.round((count ?? Number.NaN) * 1_000);
  return ms > 0 && ms <= 3_650 * 86_400_000 ? formatDuration(ms) : undefined;
}
