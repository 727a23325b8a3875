/** crontab(5): of a user, and of the system, where each line names whom it runs as. */
import { cronFields, readCron } from './cron.ts';
import { type Outline, type Fields, manifestName } from './outline.ts';
import type { GivenFile, ImportSettings } from './given.ts';
import { plainText } from './plain-text.ts';

interface Standing {
  readonly outline: Outline;
  readonly system: boolean;
  /** Variables of the lines above. */
  readonly env: Map<string, string>;
  /** Comment lines right above. */
  remarks: string[];
}

const SHELL = '/bin/sh';
/** Which the program itself obeys. */
const OWN = new Set([
  'SHELL',
  'MAILTO',
  'MAILFROM',
  'CRON_TZ',
  'TZ',
  'RANDOM_DELAY',
  'CONTENT_TYPE',
  'CONTENT_TRANSFER_ENCODING',
]);
const ENTRY = /^(-?)(@[a-z]+|(?:\S+[ \t]+){4}\S+)[ \t]+(\S.*)$/i;

export function importCrontab(outline: Outline, files: readonly GivenFile[], settings: ImportSettings): void {
  outline.defaults['retry'] = outline.policy('once', { maxAttempts: 1 });
  for (const { name, text } of files) {
    outline.from(name);
    const system = settings.system ?? isSystem(name, text);
    const standing = { outline, system, env: new Map<string, string>(), remarks: [] };
    for (const [index, line] of text.split(/\r?\n/).entries())
      readLine(standing, { text: line, number: index + 1 }, settings);
  }
}

const ACCOUNTS =
  /^(root|www-data|nobody|postgres|mysql|daemon|backup|ubuntu|debian|deploy|app|git|nginx|apache|redis|mail|news|man|list)$/;

/** By its place, or because each line names an account that is there on many hosts. */
function isSystem(name: string, text: string): boolean {
  if (/(^|\/)etc\/(crontab$|cron\.d\/)/.test(name)) return true;
  const users = text.split('\n').flatMap((line) => {
    const [, , , rest = ''] = ENTRY.exec(line.trim()) ?? [];
    return rest === '' || line.trim().startsWith('#') ? [] : [rest.split(/\s/)[0] ?? ''];
  });
  return users.length > 0 && users.every((user) => ACCOUNTS.test(user));
}

interface Line {
  readonly text: string;
  readonly number: number;
}

function readLine(standing: Standing, { text, number }: Line, settings: ImportSettings): void {
  const line = text.trim();
  if (line === '') standing.remarks = [];
  else if (line.startsWith('#')) remark(standing, line.replace(/^[#\s]+/, '').trim());
  else if (variable(standing, line, number)) standing.remarks = [];
  else {
    const entry = ENTRY.exec(line);
    if (entry) writeEntry(standing, { when: entry[2] ?? '', rest: entry[3] ?? '', line: number }, settings);
    else standing.outline.note('none', 'a line', `\`${line.slice(0, 80)}\` cannot be read`, { line: number });
    standing.remarks = [];
  }
}

/** An entry that somebody has taken out, and the head of the columns, are no words about the line below. */
function remark(standing: Standing, text: string): void {
  const when = ENTRY.exec(text)?.[2];
  const isEntry = when !== undefined && (when.startsWith('@') || readCron(when).ok);
  if (isEntry || /^m\s+h\s+dom\b/i.test(text)) standing.remarks = [];
  else standing.remarks.push(text);
}

function variable({ outline, env }: Standing, line: string, number: number): boolean {
  const at = line.indexOf('=');
  const name = line.slice(0, Math.max(0, at)).trim();
  if (!/^(?:[A-Za-z_]\w*|"[^"]+"|'[^']+')$/.test(name)) return false;
  const called = name.replaceAll(/["']/g, '');
  const value = line.slice(at + 1).trim();
  const text = /^"[^]*"$|^'[^]*'$/.test(value) ? value.slice(1, -1) : value;
  env.set(called, text);
  if (called === 'MAILTO' && text !== '') {
    outline.note(
      'none',
      `MAILTO=${text}`,
      'output is in the log of the job; `on: { failure: … }` of the tasks tells somebody',
      { line: number },
    );
  }
  return true;
}

interface Entry {
  readonly when: string;
  readonly rest: string;
  readonly line: number;
}

function writeEntry(standing: Standing, { when, rest, line }: Entry, settings: ImportSettings): void {
  const { outline, system, env } = standing;
  const [user, afterUser] = system ? parted(rest) : ['', rest];
  const { command, input } = withInput(afterUser);
  if (command === '') {
    outline.note('none', 'a line', `\`${rest.slice(0, 80)}\` has no command`, { line });
    return;
  }
  const name = outline.freeName('tasks', manifestName(programIn(command), 'command'));
  const task: Fields = outline.entry('tasks', name);
  const at = `tasks.${name}`;
  const about = standing.remarks.join(' ').trim();
  if (about !== '') task['description'] = plainText(about.slice(0, 2_000));
  task['command'] = commandLine(env, command, input).map(plainText);
  if (user !== '') noteUser(outline, user, { line, at });
  const zone = env.get('CRON_TZ') ?? env.get('TZ') ?? settings.timezone;
  const schedule = timing(standing, { when, line }, zone);
  if (schedule === undefined) return;
  const called = outline.freeName('schedules', name);
  Object.assign(outline.entry('schedules', called), { task: name }, schedule, chanceIn(env));
}

/** Minutes by chance that every entry below is late. */
function chanceIn(env: ReadonlyMap<string, string>): Fields {
  const minutes = /^\d{1,4}$/.exec(env.get('RANDOM_DELAY') ?? '')?.[0];
  return Number(minutes) > 0 ? { jitter: `${Number(minutes)}m` } : {};
}

/** The first word and the rest. */
function parted(text: string): readonly [string, string] {
  const at = text.search(/\s/);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at).trim()];
}

function noteUser(outline: Outline, user: string, place: { readonly line: number; readonly at: string }): void {
  const message = 'a command runs as whoever runs skep';
  if (user === 'root') outline.note('check', 'user root', message, place);
  else outline.note('differs', `user ${user}`, `${message}: a worker of that account, or \`sudo -u\` in front`, place);
}

const MACROS: Readonly<Record<string, string>> = { '@annually': '@yearly', '@midnight': '@daily' };

function timing(
  { outline }: Standing,
  { when, line }: Pick<Entry, 'when' | 'line'>,
  zone: string | null,
): Fields | undefined {
  if (/^@reboot$/i.test(when)) {
    outline.note('none', '@reboot', 'nothing fires at a start: `skep enqueue` in the unit that starts the host', {
      line,
    });
    return undefined;
  }
  const fixed = when.replaceAll(/\b(\d+)~\d+\b/g, '$1').replaceAll('~', '0');
  if (fixed !== when) outline.note('differs', when, 'a minute by chance there; the first of its range here', { line });
  const text = MACROS[fixed.toLowerCase()] ?? (fixed.startsWith('@') ? fixed.toLowerCase() : fixed);
  return cronFields(outline, { cron: text, subject: when, line, zone, reader: 'cron' });
}

/** What follows the first `%` is the command's input, each further one a new line; `\%` is a percent sign. */
function withInput(text: string): { readonly command: string; readonly input: string | null } {
  const parts: string[] = [''];
  for (let at = 0; at < text.length; at += 1) {
    const [here, next] = [text.charAt(at), text.charAt(at + 1)];
    if (here === '\\' && next === '%') {
      parts.push((parts.pop() ?? '') + '%');
      at += 1;
    } else if (here === '%') parts.push('');
    else parts.push((parts.pop() ?? '') + here);
  }
  const [command = '', ...lines] = parts;
  return { command: command.trim(), input: lines.length === 0 ? null : lines.join('\n') };
}

/** Program and arguments: a shell that gets the line as cron gives it, under the variables of the file. */
function commandLine(env: ReadonlyMap<string, string>, command: string, input: string | null): string[] {
  const set = [...env].filter(([name]) => !OWN.has(name)).map(([name, value]) => `${name}=${value}`);
  const shell = [env.get('SHELL')].find(Boolean) ?? SHELL;
  const script = input === null ? command : `printf '%s\\n' "$1" | { ${command}\n}`;
  return [...(set.length > 0 ? ['env', ...set] : []), shell, '-c', script, ...(input === null ? [] : ['cron', input])];
}

/** Programs that run another one, which the task is called by. */
const CARRIERS = new Set(
  'sh bash zsh dash env nice ionice timeout flock sudo chronic nohup setsid exec php python python2 python3 ruby perl node bundle npx time cronic'.split(
    ' ',
  ),
);

/** `cd /srv/app && flock -n /tmp/l php artisan schedule:run` → `artisan` */
function programIn(command: string): string {
  const last = command.replace(/^(?:cd\s+\S+\s*(?:&&|;)\s*)+/, '').replace(/^\[.*?\]\s*(?:&&|\|\|)\s*/, '');
  const words = last.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-') && !/^[A-Z_]+=/.test(word));
  const word = words.find((one, index) => {
    const base = baseOf(one);
    const isNumber = /^[\d.]+[smhd]?$/.test(base);
    // The lock of flock, the user of sudo, are no programs.
    const isArgument = index > 0 && /^(flock|sudo)$/.test(baseOf(words[index - 1] ?? ''));
    return !CARRIERS.has(base) && !isNumber && !isArgument;
  });
  return baseOf(word ?? words[0] ?? 'command');
}

function baseOf(word: string): string {
  const base =
    word
      .replaceAll(/["'();|&]/g, '')
      .split('/')
      .findLast((part) => part !== '') ?? '';
  return base.replace(/\.(sh|py|php|rb|pl|js|mjs|cjs|ts|bash)$/, '');
}
