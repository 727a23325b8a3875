/** The values of `format`: those of ajv-formats, with the ones that are not linear in the text's length written anew. */
import type { Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

/** Characters of a `format: regex`: whether it is one is asked of V8, which parses it whole. */
const MAX_REGEX = 4_000;
/** Longer than any instant, and short enough to be taken apart at every white space in it. */
const MAX_MOMENT = 100;
/** Characters of a domain (RFC 1035, 2.3.4). */
const MAX_DOMAIN = 253;

const theirs = fullFormats as unknown as {
  readonly ipv4: RegExp;
  readonly ipv6: RegExp;
  readonly regex: (text: string) => boolean;
} & Readonly<Record<'date-time' | 'iso-date-time', { readonly validate: (text: string) => boolean }>>;

/** By name; each looks at a text a bounded number of times, which a test measures. */
export const FORMATS: Readonly<Record<string, Format>> = {
  ...(fullFormats as Readonly<Record<string, Format>>),
  'date-time': (text: string) => text.length <= MAX_MOMENT && theirs['date-time'].validate(text),
  'iso-date-time': (text: string) => text.length <= MAX_MOMENT && theirs['iso-date-time'].validate(text),
  url: isUrl,
  uri: (text: string) => isReference(text, true),
  'uri-reference': (text: string) => isReference(text, false),
  regex: (text: string) => text.length <= MAX_REGEX && theirs.regex(text),
};

// ── uri, uri-reference: RFC 3986, part by part, as lenient as ajv-formats ───────────────────────────────

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
/** Segments, and authorities other than literal addresses: all of their characters may stand in a segment too. */
const PATH = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/]|%[0-9a-f]{2})*$/i;
const QUERY = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
const USERINFO = /^(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;
const IP_FUTURE = /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i;
/** The longest IPv6 address as text, with an IPv4 address in it. */
const MAX_IPV6 = 45;

function isReference(text: string, absolute: boolean): boolean {
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  // ajv-formats lets quotes into references.
  const plain = absolute ? text : text.replaceAll('"', '_');
  const [beforeFragment, fragment] = splitAt(plain.slice(scheme.length), '#');
  const [rest, query] = splitAt(beforeFragment, '?');
  if (absolute && (scheme === '' || rest === '')) return false;
  return QUERY.test(fragment) && QUERY.test(query) && (PATH.test(rest) || beginsWithAddress(rest));
}

/** `//user@[::1]:80/path` */
function beginsWithAddress(rest: string): boolean {
  const close = rest.indexOf(']');
  const open = rest.lastIndexOf('[', close);
  const start = rest.startsWith('//') ? 2 : 1;
  if (close < 0 || open < start || !rest.startsWith('/')) return false;
  const before = rest.slice(start, open);
  const [port, path] = splitAt(rest.slice(close + 1), '/');
  return (
    (before === '' || (before.endsWith('@') && USERINFO.test(before.slice(0, -1)))) &&
    isAddress(rest.slice(open + 1, close)) &&
    /^(?::\d*)?$/.test(port) &&
    PATH.test(path)
  );
}

function isAddress(text: string): boolean {
  return (text.length <= MAX_IPV6 && theirs.ipv6.test(text)) || IP_FUTURE.test(text);
}

function splitAt(text: string, mark: string): [before: string, after: string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

// ── url: http, https and ftp on public hosts (https://gist.github.com/dperini/729294), part by part ─────

const WEB_SCHEME = /^(?:https?|ftp):\/\//i;
const LABEL = /^[a-z0-9\u{a1}-\u{ffff}]+(?:-[a-z0-9\u{a1}-\u{ffff}]+)*$/iu;
const TOP_LABEL = /^[a-z\u{a1}-\u{ffff}]{2,}$/iu;
const PORT = /^\d{2,5}$/;
/** RFC 1918, loopback and link-local, as in the source. */
const PRIVATE = /^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./;

function isUrl(text: string): boolean {
  const scheme = WEB_SCHEME.exec(text)?.[0];
  if (scheme === undefined || /\s/.test(text)) return false;
  const [authority] = splitAt(text.slice(scheme.length), '/');
  const at = authority.lastIndexOf('@');
  if (at === 0) return false;
  const [host, port] = splitAt(authority.slice(at + 1), ':');
  const hasPort = authority.slice(at + 1).includes(':');
  return (!hasPort || PORT.test(port)) && (isPublicAddress(host) || isDomain(host));
}

function isPublicAddress(host: string): boolean {
  if (host.length > 15 || !theirs.ipv4.test(host) || PRIVATE.test(host)) return false;
  const numbers = host.split('.').map(Number);
  const [first = 0, last = 0] = [numbers[0], numbers[3]];
  return first >= 1 && first <= 223 && last >= 1 && last <= 254;
}

function isDomain(host: string): boolean {
  if (host.length > MAX_DOMAIN) return false;
  const labels = host.split('.');
  return (
    labels.length > 1 && TOP_LABEL.test(labels.at(-1) ?? '') && labels.slice(0, -1).every((label) => LABEL.test(label))
  );
}
