/** Keeps secrets out of everything that is shown of a manifest. */
import { coverUserinfo, withoutPassword } from '../foundation/index.ts';

const SECRET_PARAMETER = /([?&][\w-]*(?:password|pass|secret|token|auth)=)([^&\s"']*)/gi;
/** `secret: value`, `password: "value"`, but not a reference to the environment. */
const SECRET_KEY = /((?:secret|password|token)["']?\s*:\s*)(?!["']?\$\{)("[^"]*"|'[^']*'|[^\s,{}[\]"'][^,}\]]*)/gi;

/** The URL without its password: `redis://user:***@host:6379/2`. Text that is no URL comes back as it is. */
export function redactUrl(url: string): string {
  return coverUserinfo(url, withoutPassword, true).replaceAll(SECRET_PARAMETER, '$1***');
}

/** A source line in which every secret is covered by as many stars, so that columns stay. */
export function maskSecrets(line: string): string {
  return coverUserinfo(line, stars, true)
    .replaceAll(SECRET_PARAMETER, (_whole, head: string, value: string) => head + stars(value))
    .replaceAll(SECRET_KEY, (_whole, head: string, value: string) => head + stars(value));
}

/** References to the environment say nothing and help to read the line. */
function stars(text: string): string {
  return /^\$\{[^}]*\}(?::\$\{[^}]*\})?$/.test(text) ? text : '*'.repeat(text.length);
}
