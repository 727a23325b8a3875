/** What must or should hold of a Redis that keeps jobs. */
import type { StoreCheck } from '../../engine/index.ts';
import type { Clock } from '../../foundation/index.ts';
import type { RedisClient } from './client.ts';

type Info = ReadonlyMap<string, string>;

const OLDEST: readonly [number, number] = [6, 2];
/** Beyond it, instants that callers give (runAt) and those of the store are noticeably apart. */
const CLOCK_TOLERANCE_MS = 2_000;

function check(name: string, status: StoreCheck['status'], message: string, hint: string | null = null): StoreCheck {
  return { name, status, message, hint };
}

/** Asks the server. Rejects when it does not answer. */
export async function startChecks(client: RedisClient, clock: Clock): Promise<readonly StoreCheck[]> {
  const info = parseInfo(await client.info());
  const save = await snapshotRule(client);
  const before = clock.now();
  const [seconds, micros] = await client.time();
  const local = (before + clock.now()) / 2;
  const remote = Number(seconds) * 1000 + Number(micros) / 1000;
  return [version(info), cluster(info), role(info), eviction(info), persistence(info, save), clocks(remote - local)];
}

function parseInfo(text: string): Info {
  return new Map(
    text.split('\r\n').flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)]] : [];
    }),
  );
}

/** @returns undefined where CONFIG is not allowed, as on most hosted servers */
async function snapshotRule(client: RedisClient): Promise<string | undefined> {
  try {
    const reply = (await client.config('GET', 'save')) as readonly string[];
    return reply[1];
  } catch {
    return undefined;
  }
}

function version(info: Info): StoreCheck {
  const text = info.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = text.split('.').map(Number);
  const enough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  return enough
    ? check('version', 'ok', `Redis ${text}`)
    : check('version', 'fail', `Redis ${text} is too old`, `Use Redis ${OLDEST.join('.')} or later.`);
}

function cluster(info: Info): StoreCheck {
  return info.get('cluster_enabled') === '1'
    ? check('cluster', 'fail', 'This Redis runs in cluster mode', 'Use a single Redis, or Sentinel for failover.')
    : check('cluster', 'ok', 'not in cluster mode');
}

function role(info: Info): StoreCheck {
  return info.get('role') === 'slave'
    ? check(
        'role',
        'fail',
        'This Redis is a replica and takes no writes',
        'Point engine.url at the primary, or use Sentinel.',
      )
    : check('role', 'ok', 'primary');
}

function eviction(info: Info): StoreCheck {
  const policy = info.get('maxmemory_policy') ?? 'unknown';
  const limited = (info.get('maxmemory') ?? '0') !== '0';
  if (policy === 'noeviction') return check('maxmemory-policy', 'ok', 'noeviction');
  const hint = 'Set `maxmemory-policy noeviction`: a full Redis must refuse new jobs, not delete accepted ones.';
  if (limited && policy.startsWith('allkeys')) {
    return check('maxmemory-policy', 'fail', `maxmemory-policy is ${policy}: Redis would delete jobs`, hint);
  }
  const why = limited ? 'Redis may delete the leases of live processes' : 'harmless only while maxmemory is 0';
  return check('maxmemory-policy', 'warn', `maxmemory-policy is ${policy}: ${why}`, hint);
}

function persistence(info: Info, save: string | undefined): StoreCheck {
  if (info.get('aof_enabled') === '1') return check('persistence', 'ok', 'append-only file');
  const hint = 'Set `appendonly yes` (everysec loses at most a second).';
  if (save === '') return check('persistence', 'warn', 'Redis does not write to disk: a restart loses all jobs', hint);
  const how = save === undefined ? 'no append-only file, snapshots unknown' : `snapshots only (save ${save})`;
  return check('persistence', 'warn', `${how}: a crash loses the jobs since the last one`, hint);
}

function clocks(differenceMs: number): StoreCheck {
  const seconds = (differenceMs / 1000).toFixed(1);
  return Math.abs(differenceMs) <= CLOCK_TOLERANCE_MS
    ? check('clock', 'ok', 'agrees with Redis')
    : check(
        'clock',
        'warn',
        `Redis' clock is ${seconds} s off this host's`,
        'Synchronise both with NTP; due times follow Redis.',
      );
}
