import type { IncomingMessage } from 'node:http';

import type { OidcSpec } from '../manifest/index.ts';
import type { Caller } from './caller.ts';
import type { Moment, Sessions } from './sessions.ts';

/** What a login by a provider needs of the request. */
export interface OidcParts {
  readonly request: IncomingMessage;
  readonly sessions: Pick<Sessions, 'keys' | 'ofPerson'>;
  readonly oidc: OidcSpec;
  readonly moment: Moment;
  /** Told who was let in, before he hears of it. */
  begun(caller: Pick<Caller, 'name' | 'via'>): Promise<void>;
  /** Told that somebody was not, and whom the provider named; null: nobody. */
  refused(name: string | null): void;
}
