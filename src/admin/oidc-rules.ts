/** What a provider tells of a person, and which rule of the manifest fits. */
import type { OidcRole, OidcSpec } from '../manifest/index.ts';

/** As much of a person as a session keeps. */
export interface Identity {
  readonly name: string;
  /** Of the provider: stays the same where the name changes. */
  readonly subject: string;
  /** What rules ask for and the person has, as `claim` and `value`. */
  readonly claims: readonly (readonly [string, string])[];
}

type Claims = Readonly<Record<string, unknown>>;

/** Names are shown in logs and lists. */
const MAX_NAME = 200;

/** Of all claims only what the rules ask for is kept: it has to fit into a cookie. */
export function identityOf(claims: Claims, { name, roles }: Pick<OidcSpec, 'name' | 'roles'>): Identity {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- a text by the standard
  const subject = String(claims['sub'] ?? '');
  const called = claims[name];
  const kept = roles.flatMap(({ claim, value }) =>
    claim !== null && value !== null && has(claims, claim, value) ? [[claim, value] as const] : [],
  );
  return {
    name: (typeof called === 'string' && called !== '' ? called : subject).slice(0, MAX_NAME),
    subject,
    claims: kept,
  };
}

/** The first that fits, by the manifest of the moment. */
export function ruleFor({ claims }: Identity, roles: readonly OidcRole[]): OidcRole | null {
  const fits = ({ claim, value }: OidcRole): boolean =>
    claim === null || claims.some(([name, is]) => name === claim && is === value);
  return roles.find(fits) ?? null;
}

function has(claims: Claims, claim: string, value: string): boolean {
  const said = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  return Array.isArray(said) ? said.includes(value) : said === value;
}
