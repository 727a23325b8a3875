/**
 * Who logged in and out, and who was refused: lines of the audit log beside those of changes. Strangers can be refused as
 * often as they like; of these so many an hour are written, and one line says how many more there were. Else whoever guesses
 * could push out of the log what others have changed.
 */
import type { IncomingMessage } from 'node:http';

import type { Actor, AuditLine } from '../api/index.ts';
import { type Clock, type ErrorCode, type JsonObject, SkepError } from '../foundation/index.ts';
import type { AdminSpec } from '../manifest/index.ts';
import type { Served } from '../platform/index.ts';
import type { Caller } from './caller.ts';
import { clientOf } from './client.ts';
import { isRead } from './reads.ts';

/** Lines about refusals within an hour, of a process. */
const REFUSALS = 20;
const HOUR_MS = 3_600_000;
const STRANGER = 'nobody';

/** What the log says of whoever made a request. */
export function actorOf(
  caller: Pick<Caller, 'name' | 'via'> | null,
  request: IncomingMessage,
  admin: AdminSpec,
): Actor {
  const { address } = clientOf(request, admin);
  if (caller === null) return { by: STRANGER, via: 'token', address };
  return { by: caller.name ?? 'local', via: caller.via, address };
}

/** What whoever was refused wanted. */
export interface Refused {
  readonly operation: 'signIn' | 'request';
  readonly code: ErrorCode;
  readonly arguments?: JsonObject;
}

export class SignIns {
  readonly #journal: Served['journal'];
  readonly #clock: Clock;
  #since = 0;
  #written = 0;
  /** Refusals that were not written. */
  #more = 0;

  constructor({ journal, clock }: Pick<Served, 'journal' | 'clock'>) {
    this.#journal = journal;
    this.#clock = clock;
  }

  async done(actor: Actor, operation: 'signIn' | 'signOut'): Promise<void> {
    await this.#tellMore();
    await this.#journal.write(lineOf(actor, { operation, outcome: 'done', code: null }));
  }

  /** Nobody waits for it: whoever guesses learns nothing from how long it takes. */
  refused(actor: Actor, { operation, code, arguments: asked = {} }: Refused): void {
    const now = this.#clock.monotonic();
    if (this.#written === 0 || now - this.#since >= HOUR_MS) {
      void this.#tellMore();
      this.#since = now;
      this.#written = 0;
    }
    this.#written += 1;
    if (this.#written > REFUSALS) this.#more += 1;
    else void this.#journal.write(lineOf(actor, { operation, arguments: asked, outcome: 'refused', code }));
  }

  async #tellMore(): Promise<void> {
    const more = this.#more;
    if (more === 0) return;
    this.#more = 0;
    const actor: Actor = { by: STRANGER, via: 'token', address: null };
    const rest = { operation: 'signIn', arguments: { more }, outcome: 'refused', code: 'TOKEN_INVALID' } as const;
    await this.#journal.write(lineOf(actor, rest));
  }
}

function lineOf(
  actor: Actor,
  rest: Pick<AuditLine, 'operation' | 'outcome' | 'code'> & { readonly arguments?: JsonObject },
): AuditLine {
  return { ...actor, subject: null, arguments: {}, before: null, after: null, ...rest };
}

/** Of a path that a line shows. */
const PATH_MAX = 256;

/** What the log says of a request that was not admitted; null: nothing. A look that is refused changes nothing and shows nothing; it is told where it was for what is hidden. */
export function refusalOf(error: unknown, request: IncomingMessage): Refused | null {
  if (!(error instanceof SkepError)) return null;
  const { code } = error;
  if (code === 'TOKEN_INVALID') return { operation: 'signIn', code };
  if (code !== 'ROLE_DENIED' && code !== 'CSRF_DENIED') return null;
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const reveals = new URLSearchParams(query).has('reveal');
  if (isRead(request) && !reveals) return null;
  const asked = { method: request.method ?? '', path: path.slice(0, PATH_MAX), ...(reveals && { reveal: true }) };
  return { operation: 'request', code, arguments: asked };
}
