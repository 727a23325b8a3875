/** Keeps secrets out of everything that is shown of a manifest. */
import { coverUserinfo, withoutPassword } from '../foundation/index.ts';

const SECRET_PARAMETER = /([?&][\w-]*(?:password|pass|secret|token|auth)=)([^&\s"']*)/gi;
/** `secret: value`, `password: "value"`, but not a reference to the environment. */
const SECRET_KEY = /((?:secret|password|token)["']?\s*:\s*)(?!["']?\$\{)("[^"]*"|'[^']*'|[^\s,{}[\]"'][^,}\]]*)/gi;

/** What 32 bytes look like in base64 or hexadecimal: a key that stands where no key is looked for, or in a file that cannot be read. */
const KEY_LIKE = /(?<![\w+/=-])(?:[0-9a-fA-F]{64}|(?=[\w+/-]{0,42}\d)(?=[\w+/-]{0,42}[A-Z])[\w+/-]{43}=?)(?![\w+/=-])/g;
const REFERENCE = /\$\{([^{}]*)\}/g;
const VARIABLE = /^([A-Z_][A-Z0-9_]*)(:-[^]*)?$/;

/** The URL without its password: `redis://user:***@host:6379/2`. Text that is no URL comes back as it is. */
export function redactUrl(url: string): string {
  return coverUserinfo(url, withoutPassword, true).replaceAll(SECRET_PARAMETER, '$1***');
}

/** A source line in which every secret is covered by as many stars, so that columns stay. */
export function maskSecrets(line: string): string {
  return coverUserinfo(line, stars, true)
    .replaceAll(SECRET_PARAMETER, (_whole, head: string, value: string) => head + stars(value))
    .replaceAll(SECRET_KEY, (_whole, head: string, value: string) => head + stars(value))
    .replaceAll(KEY_LIKE, (value) => stars(value));
}

/** References to the environment say nothing and help to read the line. */
function stars(text: string): string {
  return /^\$\{[^}]*\}(?::\$\{[^}]*\})?$/.test(text) ? text : '*'.repeat(text.length);
}

/** As many stars, where no name of a variable stands: `Bearer ${TOKEN:-abc}` → `*******${TOKEN:-***}`. */
export function coverLiterals(text: string): string {
  let shown = '';
  let from = 0;
  for (const { 0: whole, 1: inside = '', index } of text.matchAll(REFERENCE)) {
    const [, name, other = ''] = VARIABLE.exec(inside) ?? [];
    if (name === undefined) continue;
    const head = `\${${name}${other.slice(0, 2)}`;
    shown += '*'.repeat(index - from) + head + '*'.repeat(Math.max(0, other.length - 2)) + '}';
    from = index + whole.length;
  }
  return shown + '*'.repeat(text.length - from);
}
