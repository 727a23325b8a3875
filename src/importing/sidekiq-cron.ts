/** sidekiq-cron's schedule.yml, and what sidekiq-scheduler has under `:schedule:`. */
import { readForeignYaml } from '../manifest/index.ts';
import { type Json, parseDuration } from '../foundation/index.ts';
import { cronFields } from './cron.ts';
import { type Outline, type Fields, manifestName } from './outline.ts';
import type { GivenFile, ImportSettings } from './given.ts';
import { plainText } from './plain-text.ts';

type Entry = Readonly<Record<string, Json>>;

/** Sidekiq's own: 25 retries, COUNT^4 + 15 seconds. */
const RETRIES = 25;

export function importSidekiqCron(outline: Outline, files: readonly GivenFile[], settings: ImportSettings): void {
  const delays = Array.from({ length: RETRIES }, (_one, count) => `${count ** 4 + 15}s`);
  outline.defaults['retry'] = outline.policy('sidekiq', {
    maxAttempts: RETRIES + 1,
    backoff: { type: 'list', delays, jitter: 'none' },
  });
  for (const { name, text } of files) {
    outline.from(name);
    outline.note(
      'check',
      'retries',
      "the policy `sidekiq` is Sidekiq's own of 25 retries; a class may say another in its code",
      { line: null },
    );
    const yaml = withoutTags(outline, text);
    const root = record(readForeignYaml(yaml));
    const nested = record(record(root['scheduler'])['schedule'] ?? root['schedule']);
    for (const [job, entry] of entriesOf(Object.keys(nested).length > 0 ? nested : root)) {
      writeEntry(outline, { job, entry, line: lineOf(text, job) }, settings);
    }
  }
}

/** Lines that are Ruby alone are left out; a value keeps what it says. */
function withoutTags(outline: Outline, text: string): string {
  const lines = text.split(/\r?\n/).map((line, index) => {
    if (!/^\s*<%.*%>\s*$/.test(line)) return line;
    outline.note(
      'check',
      'ERB',
      `\`${line.trim().slice(0, 80)}\` is Ruby that was not run: all lines around it count`,
      { line: index + 1 },
    );
    return '';
  });
  return lines
    .join('\n')
    .replaceAll(/<%=([^%]*)%>/g, (_all, code: string) => `<${code.trim().replaceAll(/["']/g, '')}>`);
}

function lineOf(text: string, job: string): number | null {
  const index = text.split('\n').findIndex((line) => line.includes(job));
  return index < 0 ? null : index + 1;
}

/** Keys of Ruby's symbols without their colon. */
function record(value: unknown): Record<string, Json> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.replace(/^:/, ''), one as Json]));
}

/** A mapping by name, or a list of mappings that have a `name`. */
function entriesOf(root: Record<string, Json> | Json): readonly (readonly [string, Entry])[] {
  if (Array.isArray(root)) return root.map((one) => [nameOf(record(one)), record(one)]);
  return Object.entries(root as Record<string, Json>).map(([job, one]) => [job, record(one)]);
}

function nameOf(entry: Entry): string {
  const name = entry['name'] ?? entry['class'];
  return typeof name === 'string' ? name : 'schedule';
}

interface Given {
  readonly job: string;
  readonly entry: Entry;
  readonly line: number | null;
}

const READ = /^(name|cron|every|class|klass|queue|args|description|status|enabled|active_job|namespace|source)$/;

function writeEntry(outline: Outline, given: Given, settings: ImportSettings): void {
  const { job, entry, line } = given;
  const subject = `schedule ${job}`;
  const className = entry['class'] ?? entry['klass'];
  if (typeof className !== 'string') {
    outline.note('none', subject, 'it has no class', { line });
    return;
  }
  const task = writeTask(outline, className);
  if (entry['status'] === 'disabled' || entry['enabled'] === false) {
    outline.note('check', subject, 'it was disabled and was left out', { line, at: `tasks.${task}` });
    return;
  }
  const when = timing(outline, given, settings);
  if (when === undefined) return;
  const name = outline.freeName('schedules', manifestName(job, task));
  const at = `schedules.${name}`;
  const fields = outline.entry('schedules', name);
  Object.assign(fields, { task }, when);
  writeRest(outline, given, { task, at, fields });
}

function writeRest(
  outline: Outline,
  { job, entry, line }: Given,
  { task, at, fields }: { readonly task: string; readonly at: string; readonly fields: Fields },
): void {
  const subject = `schedule ${job}`;
  const payload = payloadOf(entry['args']);
  if (payload !== undefined) {
    fields['payload'] = payload;
    if (Array.isArray(entry['args']))
      outline.note('check', subject, 'a payload has names, not places: arguments stand in `args`', { line, at });
  }
  if (typeof entry['description'] === 'string')
    outline.entry('tasks', task)['description'] ??= plainText(entry['description']);
  if (typeof entry['queue'] === 'string') outline.route(task, outline.queue(entry['queue']));
  for (const option of Object.keys(entry)) {
    if (!READ.test(option) && entry[option] !== null && entry[option] !== false) {
      outline.note('none', `${option} of ${subject}`, NO_EQUAL[option] ?? 'nothing here is like it', { line, at });
    }
  }
}

const NO_EQUAL: Readonly<Record<string, string>> = {
  date_as_argument: 'a handler has the planned instant in `ctx.job.schedule.tickAt`',
  queue_name_prefix: 'a queue has the name that the manifest says',
  symbolize_args: 'payloads are JSON',
  in: 'it fires once: an enqueue with `delay`',
  at: 'it fires once: an enqueue with `runAt`',
};

/** `Billing::InvoiceJob` → `billing.invoice-job`, ./handlers/billing.ts#InvoiceJob */
function writeTask(outline: Outline, className: string): string {
  const words = className.split('::');
  const task = manifestName(className, 'job');
  const module = words.length > 1 ? manifestName(words.slice(0, -1).join('-'), 'jobs') : 'jobs';
  const function_ = words.at(-1) ?? className;
  outline.entry('tasks', task)['handler'] ??= outline.handler(
    module,
    function_.charAt(0).toLowerCase() + function_.slice(1),
    className,
  );
  return task;
}

function payloadOf(args: Json | undefined): Json | undefined {
  if (args === undefined || args === null) return undefined;
  if (Array.isArray(args)) return args.length === 0 ? undefined : { args: args.map(plainOf) };
  return typeof args === 'object' ? plainOf(record(args)) : { args: [plainOf(args)] };
}

function plainOf(value: Json): Json {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.replace(/^:/, ''), plainOf(one)]));
}

function timing(outline: Outline, { job, entry, line }: Given, { timezone }: ImportSettings): Fields | undefined {
  const subject = `schedule ${job}`;
  const every = first(entry['every']);
  if (typeof every === 'string' || typeof every === 'number') {
    return interval(outline, String(every), { subject, line });
  }
  const written = first(entry['cron']);
  if (typeof written !== 'string') {
    outline.note('none', subject, 'it has no cron', { line });
    return undefined;
  }
  const words = inWords(written);
  if (words !== undefined) return { every: words };
  // fugit takes a zone behind the fields.
  const fields = written.trim().split(/\s+/);
  const zone = /^(?:[A-Z][A-Za-z]+\/[A-Za-z_/+-]+|UTC|Z)$/.test(fields.at(-1) ?? '')
    ? (fields.pop() ?? null)
    : timezone;
  const cron = fields.join(' ').replace(/^@midnight$/i, '@daily');
  return cronFields(outline, { cron, subject, line, zone, reader: 'sidekiq-cron' });
}

/** The schedule itself, where options stand beside it. */
function first(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? (value as readonly Json[])[0] : value;
}

function interval(
  outline: Outline,
  every: string,
  { subject, line }: { readonly subject: string; readonly line: number | null },
): Fields | undefined {
  const text = inWords(`every ${every}`) ?? every;
  if (parseDuration(text) !== undefined) return { every: text };
  outline.note('none', subject, `every \`${every}\` cannot be read`, { line });
  return undefined;
}

const UNITS: Readonly<Record<string, string>> = { second: 's', minute: 'm', hour: 'h', day: 'd', week: 'w' };

/** `every 5 minutes`, `every minute`: of the language of fugit what is an interval. */
function inWords(text: string): string | undefined {
  const [, count = '1', unit = ''] = /^every\s+(?:(\d+)\s+)?(second|minute|hour|day|week)s?$/i.exec(text.trim()) ?? [];
  const letter = UNITS[unit.toLowerCase()];
  return letter === undefined ? undefined : `${count}${letter}`;
}
