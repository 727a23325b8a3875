/**
 * W3C Baggage (https://www.w3.org/TR/baggage/): names and values that go with a trace, from whoever calls through jobs to those
 * that they enqueue. It stands in a header of the job.
 */
import { dictionary } from '../foundation/index.ts';

export const BAGGAGE_HEADER = 'baggage';

/** What every platform must carry; more is not carried into every job. */
const MAX_BYTES = 8_192;
const MAX_MEMBERS = 64;
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;
const PROPERTIES = /^[\x20-\x7e]*$/;

export interface BaggageMember {
  readonly name: string;
  /** Percent-encoded. */
  readonly value: string;
  /** What stands behind the first semicolon. */
  readonly properties: string;
}

/** @returns its members that are well formed and within the bounds; the first of each name */
export function baggageMembers(text: string): readonly BaggageMember[] {
  const members = new Map<string, BaggageMember>();
  for (const part of text.slice(0, MAX_BYTES).split(',', MAX_MEMBERS)) {
    const member = memberOf(part);
    if (member !== undefined && !members.has(member.name)) members.set(member.name, member);
  }
  return [...members.values()];
}

function memberOf(part: string): BaggageMember | undefined {
  const [first = '', ...rest] = part.split(';');
  const at = first.indexOf('=');
  const [name, value, properties] = [first.slice(0, Math.max(at, 0)).trim(), first.slice(at + 1).trim(), rest.join(';').trim()]; // prettier-ignore
  return NAME.test(name) && VALUE.test(value) && PROPERTIES.test(properties) ? { name, value, properties } : undefined;
}

/** @returns it as a job carries it; undefined where nothing of it is well formed. What is too long by a part is without that part */
export function carriedBaggage(given: string | null | undefined): string | undefined {
  if (given == null || given === '') return undefined;
  // Half of a member is none.
  const whole = given.length > MAX_BYTES ? given.slice(0, given.lastIndexOf(',', MAX_BYTES)) : given;
  const text = baggageMembers(whole).map(memberText).join(',');
  return text === '' ? undefined : text;
}

export function memberText({ name, value, properties }: BaggageMember): string {
  return `${name}=${value}${properties === '' ? '' : `;${properties}`}`;
}

/** @param headers of a job @returns values by name, decoded */
export function baggageOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const values = dictionary<string>();
  for (const { name, value } of baggageMembers(headers[BAGGAGE_HEADER] ?? '')) values[name] = decodedValue(value);
  return values;
}

/** Of a value; as it is where it is encoded badly. */
export function decodedValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
