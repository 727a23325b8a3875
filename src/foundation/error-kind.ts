/** What sort of failure it is; the doors (HTTP, CLI) translate it. */
export type ErrorKind =
  | 'usage' // the call itself is wrong (unknown flag, missing argument)
  | 'invalid' // input was understood and refused (manifest, payload, option)
  | 'unauthenticated' // no or wrong token
  | 'denied' // the token's role may not do this
  | 'not_found'
  | 'conflict' // the thing is in a state that forbids the act
  | 'too_large'
  | 'unsupported' // media type, method
  | 'timeout' // waited as long as asked
  | 'unavailable' // the store or server cannot be reached now
  | 'internal';

export interface CodeEntry {
  readonly kind: ErrorKind;
  /** One sentence for docs/errors.md: when it happens. */
  readonly summary: string;
}
