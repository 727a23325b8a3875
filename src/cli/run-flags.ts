/** What `skep run` was told on the command line. */
import type { PlatformRole, QueueStrategy } from '../core/index.ts';
import type { PlatformOptions } from '../platform/index.ts';
import type { CommandCall } from './command-call.ts';

export interface RunFlags {
  readonly only?: readonly PlatformRole[];
  /** `NAME` or `NAME:WEIGHT`. */
  readonly queues?: readonly string[];
  readonly exclude?: readonly string[];
  readonly concurrency?: number;
  readonly strategy?: QueueStrategy;
  readonly burst?: boolean;
  /** Milliseconds. */
  readonly burstWait?: number;
  readonly host?: string;
  readonly port?: number;
  readonly shutdownTimeout?: number;
}

/** Flags and terminal as the platform wants them. */
export function platformOptions({ options, terminal }: CommandCall, flags: RunFlags): PlatformOptions {
  const { only, queues, exclude, concurrency, strategy, shutdownTimeout } = flags;
  return {
    file: options.file,
    env: terminal.env,
    cwd: terminal.cwd,
    isTty: terminal.interactive,
    color: terminal.stderrColors.isColorSupported,
    burst: isBurst(flags),
    ...(only === undefined ? {} : { roles: only }),
    queues: {
      ...(queues === undefined ? {} : weighed(queues)),
      ...(exclude === undefined ? {} : { exclude }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(strategy === undefined ? {} : { strategy }),
    },
    ...(shutdownTimeout === undefined ? {} : { shutdownTimeoutMs: shutdownTimeout }),
  };
}

/** @param given see queuesOption */
function weighed(given: readonly string[]): NonNullable<PlatformOptions['queues']> {
  const pairs = given.map((item) => item.split(':'));
  const weights = pairs.flatMap(([name = '', weight]) => (weight === undefined ? [] : [[name, Number(weight)] as const]));
  const only = pairs.map(([name = '']) => name);
  return weights.length === 0 ? { only } : { only, weights: Object.fromEntries(weights) };
}

/** `--burst-wait` says how a burst ends, so it is one. */
export function isBurst({ burst = false, burstWait }: RunFlags): boolean {
  return burst || burstWait !== undefined;
}
