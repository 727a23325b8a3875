/** What one client may cost the server. Every number is a bound, none a target. */
export interface AdminLimits {
  /** Longest request body after decompression, bytes. */
  readonly bodyBytes: number;
  /** Longest request head, bytes; above it Node answers 431. */
  readonly headBytes: number;
  /** Levels of objects and arrays in a body: whatever reads it later (schema, templates, writers) may recurse. */
  readonly bodyDepth: number;
  /** The head of a request must be there within this time (slow loris). */
  readonly headTimeoutMs: number;
  /** The whole request, body included, must be there within this time. */
  readonly requestTimeoutMs: number;
  /** How often those two are looked at. */
  readonly checkIntervalMs: number;
  readonly keepAliveMs: number;
  readonly connections: number;
  /** A longer `?wait=` is cut to this. */
  readonly waitMs: number;
  /** How long running requests may take to finish when the server stops. */
  readonly stopMs: number;
  /** Wrong tokens in a row that are answered 401; further ones get 429 until tokens come back, one a second. */
  readonly wrongTokens: number;
}

export const DEFAULT_LIMITS: AdminLimits = {
  bodyBytes: 1_048_576,
  headBytes: 16_384,
  bodyDepth: 100,
  headTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  checkIntervalMs: 1_000,
  keepAliveMs: 5_000,
  connections: 2_048,
  waitMs: 60_000,
  stopMs: 5_000,
  wrongTokens: 20,
};
