/** Where jobs are kept, by the address of a broker. */
import type { Outline } from './outline.ts';
import { plainText } from './plain-text.ts';
import { type Value, textIn } from './values.ts';

const OWN_FILE = 'sqlite:./var/skep.db';

/** `redis://…`, or what the environment says and otherwise that. */
export function writeEngine(outline: Outline, value: Value, line: number): void {
  const { variable, url } = addressIn(value);
  outline.seen();
  const redis = url !== undefined && /^rediss?:\/\/./.test(url) ? url : undefined;
  if (variable !== undefined) outline.engine = `\${${variable}:-${redis ?? OWN_FILE}}`;
  else if (redis !== undefined) outline.engine = plainText(redis);
  if (redis !== undefined) noteRedis(outline, redis, line);
  else if (url !== undefined) {
    outline.note('none', 'broker', `${schemeOf(url)} is no engine here: Redis, or an SQLite file`, { line });
  } else if (variable === undefined) {
    outline.note('check', 'broker', 'its address is known only to whoever runs it', { line });
  }
}

function noteRedis(outline: Outline, url: string, line: number): void {
  const place = { line, at: 'engine' };
  const message = "keys there begin with the manifest's `name`; nothing of the former program is read or changed";
  outline.note('check', 'broker', message, place);
  const [user = ''] = url.slice(url.indexOf('://') + 3).split('@', url.includes('@') ? 1 : 0);
  if (!user.includes(':')) return;
  outline.note('check', 'password of the broker', 'it belongs into the environment: `engine: ${REDIS_URL}`', place);
}

function schemeOf(url: string): string {
  return /^[a-z+]+:/.exec(url)?.[0] ?? 'what stands there';
}

/**
 * `os.environ['X']`, `os.environ.get('X', 'redis://…')`, `os.getenv(…)`, `env('X', default=…)` of django-environ, `config('X', …)` of
 * decouple, `process.env.X ?? '…'`, or the address itself.
 */
function addressIn(value: Value): { readonly variable: string | undefined; readonly url: string | undefined } {
  const written = textIn(value);
  const asked =
    value.kind === 'call' && /(?:environ\.get|getenv|(?:^|\.)(?:env(?:\.[a-z_]+)?|config))$/.test(value.callee)
      ? value.args
      : [];
  const variable = textIn(asked[0]) ?? /\benv(?:iron)?(?:\.|\[['"])([A-Za-z_][A-Za-z0-9_]*)/.exec(value.text)?.[1];
  return {
    variable,
    url: written ?? textIn(asked[1] ?? (value.kind === 'call' ? value.named.get('default') : undefined)),
  };
}
