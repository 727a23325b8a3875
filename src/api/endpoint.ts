/** One entry of the table that drives router, role check, validation, the OpenAPI document and the client alike. */
import type { ErrorCode, Json, JsonObject } from '../foundation/index.ts';
import type { Role } from '../manifest/index.ts';
import type { JobView } from './job-view.ts';
import type { RunView } from './run-view.ts';

/** What an endpoint asks of its caller; `open` asks nothing. */
export type Access = Role | 'open';

/** @typeParam C what the server lends to this endpoint beside the request */
export interface Endpoint<C> {
  /** Unique; the document's operationId. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` parameters. */
  readonly path: string;
  readonly access: Access;
  readonly tag: string;
  readonly summary: string;
  readonly params: Readonly<Record<string, Param>>;
  /** Query parameters that only an admin may give. */
  readonly forAdmins: readonly string[];
  /** JSON Schema per query parameter; arrays are written with commas. */
  readonly query: Readonly<Record<string, JsonObject>>;
  /** JSON Schema of the body; null = none is taken. */
  readonly body: JsonObject | null;
  readonly answers: Readonly<Record<number, AnswerForm>>;
  /** What of the answer changes by somebody's word alone, for `If-Match`; not said: all of it. */
  readonly settled?: (body: never) => unknown;
  /** Whether it is one that `admin.probes` of the manifest is about. */
  readonly probe?: boolean;
  /** What may go wrong beside what can go wrong everywhere. */
  readonly errors: readonly ErrorCode[];
  run(call: C): Promise<Answer>;
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
  /** Schema of one line, where whoever accepts NDJSON gets a stream of them instead. */
  readonly lines?: JsonObject;
  /** Its media type, where that is not JSON: `schema` is then that of a piece. */
  readonly type?: string;
  /** Media types in which it is a text, beside JSON where there is a schema. */
  readonly text?: readonly string[];
}

/**
 * One request after guard, role check and validation.
 * @typeParam Ops the operations that the endpoint needs
 */
export interface Call<Ops> {
  readonly operations: Ops;
  /** Name of the caller's token; `local` where none are declared. */
  readonly caller: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, Json>>;
  readonly body: Json | undefined;
  /** Aborts when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** Whether the client would rather have lines of JSON than one. */
  readonly wantsLines: boolean;
  /** The job as soon as it is finished, or when the time is over, within the bounds of the server. @throws JOB_UNKNOWN */
  jobAfter(id: string, wait: Json | undefined): Promise<JobView>;
  /** The same of a run. @throws RUN_UNKNOWN */
  runAfter(id: string, wait: Json | undefined): Promise<RunView>;
}

export type Answer = Reply | Stream;

/** An answer that is there as a whole. */
export interface Reply {
  readonly status: number;
  /** A list is sent as lines of one name. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Written as JSON; a string goes out as it is, with `type`. */
  readonly body?: unknown;
  readonly type?: string;
}

/**
 * An answer that goes out piece by piece, no faster than the client reads. It ends with its pieces; the client's leaving
 * and the server's stop end it before. `return()` of the iterator is then called, so `finally` is where to clean up.
 */
export interface Stream {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly type: string;
  readonly pieces: AsyncIterable<string>;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

type Optional = 'forAdmins' | 'params' | 'query' | 'body' | 'errors';

/** Fills in what an endpoint does not have. */
export function endpoint<C>(given: Omit<Endpoint<C>, Optional> & Partial<Pick<Endpoint<C>, Optional>>): Endpoint<C> {
  return { forAdmins: [], params: {}, query: {}, body: null, errors: [], ...given };
}
