/**
 * The one adapter: ioredis clients, of a server and of a Cluster, that bee-queue takes for its own kind.
 *
 * bee-queue knows a client by its constructor's name (else it silently connects to 127.0.0.1:6379), calls
 * `batch()`, reads `multi().exec(cb)` replies flat, and loads its scripts only once (reliability.md B1–B3, B22).
 *
 * It also ends what ioredis forgets. A command that was under way when a connection broke is kept aside to be sent
 * again, and no limit of ioredis ends it there: behind a route that swallows everything it would wait for ever. One
 * that was sent before a connection was ready (INFO and whatever else belongs to the greeting goes ahead of the queue)
 * is dropped without a word when that connection breaks, and its caller would wait for ever too.
 */
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';

import {
  type ChainableCommander,
  Cluster,
  type ClusterNode,
  type ClusterOptions,
  Redis,
  type RedisOptions,
} from 'ioredis';

import { Functions } from './functions.ts';

/** bee-queue's own scripts: their text is needed when Redis has forgotten them. */
const beeScripts = createRequire(import.meta.url)('bee-queue/lib/lua') as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly shas: Readonly<Record<string, string>>;
};

type Callback = (error: unknown, value?: unknown) => void;
type Evalsha = (sha: string, ...args: unknown[]) => Promise<unknown>;
type Exec = () => Promise<readonly (readonly [Error | null, unknown])[] | null>;

/** Parts of ioredis that its types keep to themselves. */
interface Inside {
  flushQueue(error: Error, options?: object): void;
  /** Called when a connection is there: forgets what was written to the one before. */
  resetCommandQueue(): void;
  /** What was written and has no answer. */
  readonly commandQueue: Sent;
  /** Commands that wait for the next connection to be sent again: the queue of the one that broke. */
  readonly prevCommandQueue?: Sent | null;
  readonly stream?: Socket | null;
}

interface Sent {
  shift(): { readonly command: { reject(error: Error): void } } | undefined;
}

function rejectAll(sent: Sent, error: Error): void {
  for (let item = sent.shift(); item; item = sent.shift()) item.command.reject(error);
}

/** A client of one server, Sentinel's groups included. */
export class RedisClient extends Redis {
  readonly functions = new Functions(() => this.masters());

  constructor(options: RedisOptions) {
    super(options as RedisOptions & { replyMapping?: 'legacy' });
    this.#flushAll();
    this.#dropNothing();
    // ioredis would give its base class, which bee-queue does not know.
    this.duplicate = ((override?: Partial<RedisOptions>) =>
      new RedisClient({ ...this.options, ...override })) as unknown as Redis['duplicate'];
    adapt(this);
  }

  /** Fails every command that has no answer yet; none of them is sent again. Connects anew. */
  giveUp(error: Error): void {
    const { stream } = this.#inside;
    this.#inside.flushQueue(error);
    stream?.destroy(error);
  }

  get #inside(): Inside {
    return this as unknown as Inside;
  }

  /** Whoever flushes means all commands: those too that wait to be sent again. */
  #flushAll(): void {
    const inside = this.#inside;
    const flush = inside.flushQueue.bind(this);
    inside.flushQueue = (error, options) => {
      flush(error, options);
      if (inside.prevCommandQueue) rejectAll(inside.prevCommandQueue, error);
    };
  }

  /** What the next connection would forget fails, unless it is kept aside to be sent again. */
  #dropNothing(): void {
    const inside = this.#inside;
    const reset = inside.resetCommandQueue.bind(this);
    inside.resetCommandQueue = () => {
      const { commandQueue, prevCommandQueue } = inside;
      if (commandQueue !== prevCommandQueue) rejectAll(commandQueue, new Error('Connection is closed.'));
      reset();
    };
  }

  /** The servers that hold data, to be asked one by one. */
  masters(): readonly Redis[] {
    return [this];
  }

  batch(): ChainableCommander {
    return batchOf(this);
  }
}

/** A client of a Cluster: each command goes to the master of its slot. */
export class ClusterClient extends Cluster {
  readonly functions = new Functions(() => this.masters());

  constructor(nodes: ClusterNode[], options: ClusterOptions) {
    super(nodes, options as ClusterOptions & { redisOptions?: { replyMapping?: 'legacy' } });
    this.duplicate = (() => new ClusterClient(nodes, options)) as unknown as Cluster['duplicate'];
    adapt(this);
  }

  masters(): readonly Redis[] {
    return this.nodes('master');
  }

  batch(): ChainableCommander {
    return batchOf(this);
  }
}

export type StoreClient = RedisClient | ClusterClient;

// A minifier or a subclass would change the name that bee-queue looks at.
for (const kind of [RedisClient, ClusterClient]) Object.defineProperty(kind, 'name', { value: 'RedisClient' });

function adapt(client: StoreClient): void {
  // One client serves every queue of a process, and each adds a listener.
  client.setMaxListeners(0);
  client.subscribe = forgettable(client.subscribe.bind(client));
  client.select = forgettable(client.select.bind(client));
  client.evalsha = withFallback(client, client.evalsha.bind(client) as Evalsha);
  const transaction = client.multi.bind(client) as () => ChainableCommander;
  client.multi = (() => flattened(transaction())) as unknown as StoreClient['multi'];
}

/**
 * After each connect ioredis subscribes and selects anew by itself and looks at no answer: when the client is closed
 * meanwhile, that would be a rejection of nobody's, which ends a process.
 */
function forgettable<Call extends (...args: never[]) => Promise<unknown>>(call: Call): Call {
  return ((...args) => {
    const answer = call(...args);
    answer.catch(() => undefined);
    return answer;
  }) as Call;
}

/** node_redis' name of a pipeline. Scripts of bee-queue go by their text in it: a pipeline cannot fall back. */
function batchOf(client: StoreClient): ChainableCommander {
  const pipeline = client.pipeline();
  const evalsha = pipeline.evalsha.bind(pipeline) as (...args: unknown[]) => ChainableCommander;
  const byText = pipeline.eval.bind(pipeline) as (...args: unknown[]) => ChainableCommander;
  pipeline.evalsha = (sha: string, ...args: unknown[]) => {
    const text = beeScript(sha);
    return text === undefined ? evalsha(sha, ...args) : byText(text, ...args);
  };
  return pipeline;
}

/** EVALSHA that knows bee-queue's texts: Redis forgets scripts at a restart, a failover, a SCRIPT FLUSH. */
function withFallback(client: StoreClient, evalsha: Evalsha): Evalsha {
  const byText = client.eval.bind(client) as (...all: unknown[]) => Promise<unknown>;
  return (sha, ...args) => {
    const callback = typeof args.at(-1) === 'function' ? (args.pop() as Callback) : undefined;
    const text = beeScript(sha);
    if (text === undefined) return answered(evalsha(sha, ...args), callback);
    const sent = evalsha(sha, ...args).catch((error: unknown) => {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return byText(text, ...args);
    });
    return answered(sent, callback);
  };
}

/** Texts by SHA-1. bee-queue reads its files when the first queue connects, so this is looked up late. */
const textOfSha = new Map<string, string>();

function beeScript(sha: string): string | undefined {
  const names = Object.keys(beeScripts.shas);
  if (textOfSha.size < names.length) {
    for (const name of names) textOfSha.set(beeScripts.shas[name] ?? '', beeScripts.scripts[name] ?? '');
  }
  return textOfSha.get(sha);
}

/** Replies of a transaction without their [error, value] pairs; an inner error is thrown. */
function flattened(transaction: ChainableCommander): ChainableCommander {
  const exec = transaction.exec.bind(transaction) as Exec;
  const flat = async (): Promise<unknown> => {
    const replies = await exec();
    return (
      replies?.map(([error, value]) => {
        if (error) throw error;
        return value;
      }) ?? null
    );
  };
  transaction.exec = ((callback?: Callback) => answered(flat(), callback)) as ChainableCommander['exec'];
  return transaction;
}

/** node style beside promise style: with a callback nobody looks at the promise, so it must not reject. */
function answered(promise: Promise<unknown>, callback: Callback | undefined): Promise<unknown> {
  if (!callback) return promise;
  return promise.then(
    (value) => {
      callback(null, value);
      return value;
    },
    (error: unknown) => {
      callback(error);
      return undefined;
    },
  );
}
