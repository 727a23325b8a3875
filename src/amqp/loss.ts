/** Why nothing can be had from a broker, and whether that is the broker's own word. */
import { messageOf } from '../foundation/index.ts';

export interface Loss {
  /** For people. */
  readonly reason: string;
  /** The broker is there and says no: only a change there, or of the manifest, helps. Else it is not to be reached. */
  readonly refused: boolean;
}

/** Answers of AMQP 0-9-1 by which a broker says no: too large, access refused, not found, locked, precondition failed, not allowed. */
const NO: readonly unknown[] = [311, 402, 403, 404, 405, 406, 530];
/** How Node names what is wrong with a certificate, or with the talk about it. */
const TLS = /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|INVALID_|HOSTNAME_MISMATCH)/;
/** How the library tells of a broker that closes the connection instead of opening a virtual host on it. */
const NO_HOST = 'Expected ConnectionOpenOk; got <ConnectionClose';
const NO_LOGIN = 'Handshake terminated by server';

/** Of what the library, the system or the broker has said. */
export function lossOf(error: unknown): Loss {
  const reason = messageOf(error).trim();
  if (reason.startsWith(NO_HOST)) {
    return { reason: 'the virtual host is not there, or not for this user', refused: true };
  }
  const code: unknown = (error as { readonly code?: unknown } | null)?.code;
  const isTls = typeof code === 'string' && TLS.test(code);
  return { reason, refused: isTls || NO.includes(code) || reason.startsWith(NO_LOGIN) };
}
