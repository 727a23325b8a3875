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
    const isConfiguration = Object.keys(nested).length > 0;
    if (isConfiguration) writeConfiguration(outline, root, text);
    for (const [job, entry] of entriesOf(isConfiguration ? nested : root)) {
      writeEntry(outline, { job, entry, line: lineOf(text, job) }, settings);
    }
  }
}

/** What a `sidekiq.yml` says beside its schedule. */
function writeConfiguration(outline: Outline, root: Record<string, Json>, text: string): void {
  const { queues, concurrency, max_retries: retries } = root;
  const listed: readonly Json[] = Array.isArray(queues) ? queues : [];
  for (const one of listed) {
    const name = first(one);
    if (typeof name === 'string') outline.queue(name);
  }
  if (listed.some((one) => Array.isArray(one) && one.length > 1)) {
    const message = '`skep run --queues A:2,B:1 --strategy weighted` says the weights of queues';
    outline.note('check', 'queues', message, { line: lineOf(text, 'queues') });
  }
  if (typeof concurrency === 'number') {
    const message = 'of a whole process there; here each queue has its own `concurrency`';
    outline.note('differs', `concurrency ${concurrency}`, message, { line: lineOf(text, 'concurrency') });
  }
  if (typeof retries === 'number') {
    const message = '`retryPolicies.sidekiq.maxAttempts` is one more than that';
    outline.note('check', `max_retries ${retries}`, message, { line: lineOf(text, 'max_retries') });
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
  const lines = text.split('\n');
  const key = lines.findIndex((line) => line.trim().replace(/^-\s+/, '').replace(/^:/, '').startsWith(`${job}:`));
  const index = key < 0 ? lines.findIndex((line) => line.includes(job)) : key;
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

const READ =
  /^(name|cron|every|interval|at|in|class|klass|queue|args|description|status|enabled|active_job|namespace|source)$/;

function writeEntry(outline: Outline, given: Given, settings: ImportSettings): void {
  const { job, entry, line } = given;
  const subject = `schedule ${job}`;
  const className = entry['class'] ?? entry['klass'];
  if (typeof className !== 'string') {
    outline.note('none', subject, 'it has no class', { line });
    return;
  }
  const task = writeTask(outline, className);
  const when = timing(outline, given, settings);
  if (when === undefined) return;
  const name = outline.freeName('schedules', manifestName(job, task));
  const at = `schedules.${name}`;
  const fields = outline.entry('schedules', name);
  Object.assign(fields, { task }, when);
  if (entry['status'] === 'disabled' || entry['enabled'] === false) fields['paused'] = true;
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

function timing(outline: Outline, given: Given, { timezone }: ImportSettings): Fields | undefined {
  const { job, entry, line } = given;
  const subject = `schedule ${job}`;
  const every = first(entry['every'] ?? entry['interval']);
  if (typeof every === 'string' || typeof every === 'number') {
    return interval(outline, String(every), { subject, line });
  }
  const written = first(entry['cron']);
  if (typeof written !== 'string') return onceOf(outline, given, timezone);
  const words = inWords(written);
  if (words !== undefined) return { every: words };
  if (/^\s*(?:every|at)\s|^</i.test(written)) {
    outline.note('none', subject, `\`${written.slice(0, 80)}\` is no cron expression: write one, or \`every\``, {
      line,
    });
    return undefined;
  }
  // fugit takes a zone behind the fields.
  const fields = written.trim().split(/\s+/);
  const zone = /^(?:[A-Z][A-Za-z]+\/[A-Za-z_/+-]+|UTC|Z)$/.test(fields.at(-1) ?? '')
    ? (fields.pop() ?? null)
    : timezone;
  const cron = fields.join(' ').replace(/^@midnight$/i, '@daily');
  return cronFields(outline, { cron, subject, line, zone, reader: 'sidekiq-cron' });
}

/** sidekiq-scheduler's `at` and `in`, and an entry that says no time. */
function onceOf(outline: Outline, { job, entry, line }: Given, timezone: string | null): Fields | undefined {
  const written = first(entry['at']);
  const at = typeof written === 'string' ? instantOf(written.trim()) : undefined;
  if (at !== undefined) return { at, ...(timezone === null ? {} : { timezone }) };
  const why =
    written !== undefined
      ? 'it fires once: an enqueue with `runAt`'
      : entry['in'] !== undefined
        ? 'it fires once: an enqueue with `delay`'
        : 'it has no cron';
  outline.note('none', `schedule ${job}`, why, { line });
  return undefined;
}

/** `2027/12/31 23:59:00 +0100` as ISO 8601 has it. */
function instantOf(text: string): string | undefined {
  const found = /^(\d{4})[/-](\d\d)[/-](\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(text);
  if (found === null) return undefined;
  const [year = '', month = '', day = '', time = '00:00', zone = ''] = found.slice(1);
  const offset = zone.replace('UTC', 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return `${year}-${month}-${day}T${time.length === 5 ? `${time}:00` : time}${offset}`;
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
