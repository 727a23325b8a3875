/** One entry of the table that drives router, role check, validation and the OpenAPI document alike. */
import type { ErrorCode, Json, JsonObject } from '../foundation/index.ts';
import type { Served } from '../platform/index.ts';
import type { Access } from './auth.ts';
import type { AdminLimits } from './limits.ts';

export interface Endpoint {
  /** Unique; the document's operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `:name` parameters. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly params: Readonly<Record<string, Param>>;
  /** JSON Schema per query parameter; arrays are written with commas. */
  readonly query: Readonly<Record<string, JsonObject>>;
  /** JSON Schema of the body; null = none is taken. */
  readonly body: JsonObject | null;
  readonly answers: Readonly<Record<number, AnswerForm>>;
  /** What may go wrong beside what can go wrong everywhere. */
  readonly errors: readonly ErrorCode[];
  run(call: Call): Promise<Answer>;
}

/** A piece of the path that names a thing. What cannot be such a name names nothing: 404. */
export interface Param {
  readonly description: string;
  readonly pattern: string;
  readonly unknown: ErrorCode;
}

export interface AnswerForm {
  readonly description: string;
  /** null = no body */
  readonly schema: JsonObject | null;
}

/** One request after guard, role check and validation. */
export interface Call {
  readonly served: Served;
  readonly limits: AdminLimits;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, Json>>;
  readonly body: Json | undefined;
  /** Whether the caller showed a token, or none is needed. */
  readonly trusted: boolean;
  /** Whether the client would rather have HTML than JSON. */
  readonly wantsHtml: boolean;
  /** Aborts when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** How many wait for the end of a job. */
  readonly waiting: { requests: number };
}

export interface Answer {
  readonly status: number;
  /** Written as JSON; a string goes out as it is, with `type`. */
  readonly body?: unknown;
  readonly type?: string;
  readonly location?: string;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

type Optional = 'params' | 'query' | 'body' | 'errors';

/** Fills in what an endpoint does not have. */
export function endpoint(given: Omit<Endpoint, Optional> & Partial<Pick<Endpoint, Optional>>): Endpoint {
  return { params: {}, query: {}, body: null, errors: [], ...given };
}
