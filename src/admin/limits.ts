import { MAX_JSON_BYTES, MAX_RESULT_BYTES } from '../foundation/index.ts';

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
  /** How long a client may leave the rest of a stream unread. */
  readonly stallMs: number;
  /** How long running requests may take to finish when the server stops. */
  readonly stopMs: number;
  /** Wrong tokens of a client before its tokens are looked at slowly; one a second is forgotten. */
  readonly wrongTokens: number;
  /** How long a token of such a client waits before it is looked at. */
  readonly guessWaitMs: number;
  /** Requests of such a client that may wait at once; further ones get 429. */
  readonly guessesWaiting: number;
  /** Clients whose wrong tokens are remembered. */
  readonly guessClients: number;
  /** Longest answer, bytes: a job with the largest payload and result, and what was logged of it. */
  readonly answerBytes: number;
  /** Between two looks at one thing that one asks for again and again; four times as long where several do. */
  readonly readGapMs: number;
  /** Requests that may wait for the end of a job at once; further ones are answered with its state of now. */
  readonly waits: number;
  /** Streams of events that may be open at once; further ones get 503. */
  readonly streams: number;
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
  stallMs: 30_000,
  stopMs: 5_000,
  wrongTokens: 20,
  guessWaitMs: 3_000,
  guessesWaiting: 32,
  guessClients: 4_096,
  answerBytes: MAX_RESULT_BYTES + 4 * MAX_JSON_BYTES,
  readGapMs: 25,
  waits: 512,
  streams: 256,
};
