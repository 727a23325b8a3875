/** An operation as an endpoint, for both ends of the wire: what the server does, and how a client asks for it. */
import type { Json } from '../foundation/index.ts';
import { type AnswerForm, type Call, type Endpoint, endpoint, type Reply, type Stream } from './endpoint.ts';

type Operation = (...args: never[]) => Promise<unknown>;
type ResultOf<Fn extends Operation> = Awaited<ReturnType<Fn>>;
type Head = Omit<Parameters<typeof endpoint<never>>[0], 'answers' | 'run'>;

/** Lists are written with commas; what is undefined is not there. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The parts of a request that an operation's arguments become. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly body?: unknown;
}

/** How a result stands in the body, where it is not the body itself. */
interface Wire<Result> {
  write(result: Result, body: Json | undefined): unknown;
  read(body: unknown): Result;
}

/**
 * @typeParam Fn  the operation
 * @typeParam Ops the operations that it stands among
 */
export interface OperationEndpoint<Fn extends Operation, Ops> extends Head {
  /** The answer of an operation that was done. */
  readonly done: AnswerForm & { readonly status: number };
  /** Name of the operation whose endpoint answers its requests too; it has none of its own at the server. */
  readonly within?: string;
  /** Where an operation has several endpoints: whether this one is meant by the arguments. */
  when?(...args: Parameters<Fn>): boolean;
  ask(...args: Parameters<Fn>): Asked;
  act(call: Call<Ops>): Promise<ResultOf<Fn>>;
  readonly wire?: Wire<ResultOf<Fn>>;
  /** Where what was made is found. */
  location?(result: ResultOf<Fn>, call: Call<Ops>): string | undefined | Promise<string | undefined>;
  /** The same as a stream of values, some at a time, for whoever accepts NDJSON. */
  lines?(call: Call<Ops>): AsyncIterable<readonly unknown[]>;
}

/** Exactly one entry for each operation of `Ops`: one more or one less does not compile. */
export type EndpointsOf<Ops> = {
  readonly [Name in keyof Ops]: Ops[Name] extends Operation
    ? OperationEndpoint<Ops[Name], Ops> | readonly OperationEndpoint<Ops[Name], Ops>[]
    : never;
};

/** A list that goes out under a key, so that more may stand beside it one day. */
export function under<Result>(key: string): Wire<Result> {
  return {
    write: (result) => ({ [key]: result }),
    read: (body) => (body as Readonly<Record<string, Result>>)[key] as Result,
  };
}

/** The server's side. */
export function endpointOf<Ops>(operation: OperationEndpoint<Operation, Ops>): Endpoint<Call<Ops>> {
  const { done, wire, ...rest } = operation;
  const { status, ...form } = done;
  const replyOf = async (result: unknown, call: Call<Ops>): Promise<Reply> => {
    const place = await operation.location?.(result, call);
    return {
      status,
      ...(place !== undefined && { headers: { Location: place } }),
      ...(form.schema !== null && { body: wire ? wire.write(result, call.body) : result }),
    };
  };
  return endpoint({
    ...rest,
    answers: { [status]: form },
    run: async (call) => {
      if (operation.lines && call.wantsLines) return ndjson(operation.lines(call));
      return replyOf(await operation.act(call), call);
    },
  });
}

export const NDJSON = 'application/x-ndjson';

function ndjson(batches: AsyncIterable<readonly unknown[]>): Stream {
  return { status: 200, type: NDJSON, pieces: linesOf(batches) };
}

async function* linesOf(batches: AsyncIterable<readonly unknown[]>): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map((value) => `${JSON.stringify(value)}\n`).join('');
}
