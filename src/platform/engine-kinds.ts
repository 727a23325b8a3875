/**
 * What the kinds of engines differ in outside of the contract: how one is made, and what is known of its store before it is
 * opened. Nobody else asks which kind it is. Each engine is loaded when it is made: nobody pays for the other.
 */
import { statSync } from 'node:fs';
import { DEFAULT_TIMINGS, type Engine, type EngineTimings } from '../engine/index.ts';
import type { Clock, IdSource } from '../foundation/index.ts';
import { type EngineSpec, redactUrl } from '../manifest/index.ts';

export interface EngineParts {
  readonly clock: Clock;
  readonly newId: IdSource;
  /** As of RedisEngineOptions; default: true. */
  readonly works?: boolean;
}

interface EngineKind<Spec> {
  make(spec: Spec, parts: EngineParts & { readonly timings: EngineTimings }): Promise<Engine>;
  /** Without a password. */
  location(spec: Spec): string;
  /** The same as a URL. */
  url(spec: Spec): string;
  /** Nobody but the process that makes it can open it. */
  isPrivate(spec: Spec): boolean;
  /** The path at which opening would make a new store: nobody has worked on it yet, or it is mistyped. */
  missing(spec: Spec): string | undefined;
  /** How a manifest gets another store. */
  readonly elsewhere: string;
}

const KINDS: { readonly [Type in EngineSpec['type']]: EngineKind<Extract<EngineSpec, { readonly type: Type }>> } = {
  sqlite: {
    make: async ({ path }, parts) => {
      const { SqliteEngine } = await import('../engines/sqlite/index.ts');
      return new SqliteEngine({ path, ...parts });
    },
    location: ({ path }) => path,
    url: ({ path }) => `sqlite:${path}`,
    isPrivate: ({ path }) => path === ':memory:',
    missing: ({ path }) => (path !== ':memory:' && holdsNothing(path) ? path : undefined),
    elsewhere: 'choose another path for `engine`',
  },
  redis: {
    make: async ({ url, prefix }, parts) => {
      const { RedisEngine } = await import('../engines/redis/index.ts');
      return new RedisEngine({ url, prefix, ...parts });
    },
    location: ({ url }) => redactUrl(url),
    url: ({ url }) => redactUrl(url),
    isPrivate: () => false,
    missing: () => undefined,
    elsewhere: 'leave out `prefix` of `engine`, or choose another',
  },
};

function kindOf({ type }: EngineSpec): EngineKind<EngineSpec> {
  return KINDS[type];
}

/** Makes the engine of a manifest; it is not opened yet. */
export function createEngine(spec: EngineSpec, parts: EngineParts): Promise<Engine> {
  const timings = { ...DEFAULT_TIMINGS, leaseMs: spec.leaseMs };
  return kindOf(spec).make(spec, { ...parts, timings });
}

/** A store as its manifest describes it. */
export interface StorePlace {
  readonly location: string;
  readonly url: string;
  readonly isPrivate: boolean;
  readonly elsewhere: string;
}

export function placeOf(spec: EngineSpec): StorePlace {
  const kind = kindOf(spec);
  const { elsewhere } = kind;
  return { location: kind.location(spec), url: kind.url(spec), isPrivate: kind.isPrivate(spec), elsewhere };
}

/** See EngineKind.missing; looked up anew at each call. */
export function missingStore(spec: EngineSpec): string | undefined {
  return kindOf(spec).missing(spec);
}

function holdsNothing(path: string): boolean {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    return file === undefined || (file.isFile() && file.size === 0);
  } catch {
    // It cannot even be looked at: whoever opens it hears why.
    return false;
  }
}
