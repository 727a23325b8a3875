import type { IncomingMessage } from 'node:http';

import type { OidcSpec } from '../manifest/index.ts';
import type { Moment, Sessions } from './sessions.ts';

/** What a login by a provider needs of the request. */
export interface OidcParts {
  readonly request: IncomingMessage;
  readonly sessions: Pick<Sessions, 'keys' | 'ofPerson'>;
  readonly oidc: OidcSpec;
  readonly moment: Moment;
}
