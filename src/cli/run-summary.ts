/** What `skep run` says when it is ready. */
import { tell } from '../core/index.ts';
import type { Platform } from '../platform/index.ts';
import type { Terminal } from './terminal.ts';

/** For people on a terminal a few lines; else one line in the log. */
export function sayStarted(terminal: Terminal, platform: Platform): void {
  const manifest = platform.manifest();
  const { queues, roles, adminUrl } = platform;
  if (!terminal.interactive) {
    const fields = { name: manifest.name, roles, queues, admin: adminUrl, pid: process.pid };
    tell(platform.logger, 'process.ready', fields);
    return;
  }
  const { bold, green, dim } = terminal.stderrColors;
  const slots = Object.entries(queues).map(([name, concurrency]) => `${name} (${concurrency})`);
  const lines: [string, string][] = [
    ['engine', platform.storeLocation],
    ['roles', roles.join(', ')],
    ['queues', slots.length === 0 ? 'none' : slots.join(', ')],
    ['tasks', namesOf(manifest.tasks)],
    ['schedules', namesOf(manifest.schedules)],
    ['admin', adminUrl ?? 'not served here'],
  ];
  terminal.say(`${green('ready')} ${bold(manifest.name)} ${dim(`skep ${platform.version}, ${manifest.file}`)}`);
  for (const [name, text] of lines) terminal.say(`  ${name.padEnd(10)} ${text}`);
}

const SHOWN = 8;

function namesOf(things: object): string {
  const names = Object.keys(things);
  if (names.length === 0) return 'none';
  const rest = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
