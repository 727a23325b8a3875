/** What must or should hold of a Redis that keeps jobs. */
import type { Redis } from 'ioredis';

import type { StoreCheck } from '../../engine/index.ts';
import type { Clock } from '../../foundation/index.ts';

type Info = ReadonlyMap<string, string>;

const OLDEST: readonly [number, number] = [6, 2];
/** Beyond it, instants that callers give (runAt) and those of the store are noticeably apart. */
const CLOCK_TOLERANCE_MS = 2_000;

function check(name: string, status: StoreCheck['status'], message: string, hint: string | null = null): StoreCheck {
  return { name, status, message, hint };
}

export interface StartChecks {
  readonly masters: readonly Redis[];
  readonly clustered: boolean;
  readonly clock: Clock;
}

/** Asks every server that holds data; the worst answer counts. Rejects when one does not answer. */
export async function startChecks({ masters, clustered, clock }: StartChecks): Promise<readonly StoreCheck[]> {
  const answers = await Promise.all(masters.map((master) => checksOf(master, clustered, clock)));
  const [first = [], ...others] = answers;
  return first.map((check, index) => {
    let worst = masters.length > 1 && check.status !== 'ok' ? named(check, masters[0]) : check;
    others.forEach((checks, at) => {
      const other = checks[index];
      if (other && GRAVITY[other.status] > GRAVITY[worst.status]) worst = named(other, masters[at + 1]);
    });
    return worst;
  });
}

const GRAVITY: Readonly<Record<StoreCheck['status'], number>> = { ok: 0, warn: 1, fail: 2 };

function named(check: StoreCheck, master: Redis | undefined): StoreCheck {
  const { host = '?', port = 0 } = master?.options ?? {};
  return { ...check, message: `${check.message} (node ${host}:${port})` };
}

async function checksOf(client: Redis, clustered: boolean, clock: Clock): Promise<readonly StoreCheck[]> {
  const info = parseInfo(await client.info());
  const save = await snapshotRule(client);
  const before = clock.now();
  const [seconds, micros] = await client.time();
  const local = (before + clock.now()) / 2;
  const remote = Number(seconds) * 1000 + Number(micros) / 1000;
  const { host = '', port = 6379 } = client.options;
  return [
    version(info),
    clustered ? check('cluster', 'ok', 'in cluster mode') : single(info, `${host}:${port}`),
    role(info),
    eviction(info),
    persistence(info, save),
    clocks(remote - local),
  ];
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
async function snapshotRule(client: Redis): Promise<string | undefined> {
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

function single(info: Info, where: string): StoreCheck {
  return info.get('cluster_enabled') === '1'
    ? check('cluster', 'fail', 'This Redis runs in cluster mode', `Write redis+cluster://${where} in engine.url.`)
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
