/** What Redis and ioredis throw, as errors of ours. Nothing of a command's arguments (a password!) comes along. */
import { messageOf, SkepError } from '../../foundation/index.ts';

interface Fault {
  readonly pattern: RegExp;
  readonly code: 'STORE_FULL' | 'STORE_REFUSED' | 'STORE_UNREACHABLE';
  readonly message: string;
  readonly hint: string;
}

const FAULTS: readonly Fault[] = [
  {
    pattern:
      /^All sentinels are unreachable.*Last error: (NOAUTH|WRONGPASS|NOPERM|ERR (invalid|AUTH|Client sent AUTH))/,
    code: 'STORE_REFUSED',
    message: 'The Sentinels refuse the user name or password',
    hint: 'User and password of Sentinels stand behind the address: ?sentinel-username=…&sentinel-password=…; is it the port of Sentinels (26379 as a rule)?',
  },
  {
    pattern: /^All sentinels are unreachable.*Last error: ERR unknown command/,
    code: 'STORE_REFUSED',
    message: 'The servers at this address are no Sentinels',
    hint: 'Write redis://HOST:PORT for a single Redis, or the port of the Sentinels (26379 as a rule).',
  },
  {
    pattern:
      /^All sentinels are unreachable(.*Last error: ERR No such master| and retry is disabled\.$|\. Retrying from scratch after \d+ms\.$)/,
    code: 'STORE_REFUSED',
    message: 'No Sentinel knows a group of that name',
    hint: 'Write the name that `sentinel monitor NAME …` of their configuration gives: redis+sentinel://HOST:PORT/NAME.',
  },
  {
    pattern: /^OOM /,
    code: 'STORE_FULL',
    message: 'Redis is over its maxmemory and refuses writes; nothing was stored',
    hint: 'Raise maxmemory, shorten keep, or let workers drain the queues.',
  },
  {
    pattern: /^MISCONF /,
    code: 'STORE_FULL',
    message: 'Redis cannot persist to disk and refuses writes; nothing was stored',
    hint: "See Redis' log: the disk is full or not writable.",
  },
  {
    pattern: /^WRONGPASS|^ERR invalid (username|password)|invalid username-password/i,
    code: 'STORE_REFUSED',
    message: 'Redis refuses the user name or password',
    hint: 'Check the credentials in engine.url (characters like @ : / # must be percent-encoded there).',
  },
  {
    pattern: /^NOAUTH/,
    code: 'STORE_REFUSED',
    message: 'Redis asks for a password and none was given',
    hint: 'Put it into engine.url: redis://:PASSWORD@host or redis://USER:PASSWORD@host.',
  },
  {
    // The second as a script says it whose user may call it and not all that is in it.
    pattern: /^NOPERM|^ERR The user executing the script can't/,
    code: 'STORE_REFUSED',
    message: 'The Redis user may not run a command or use a key that Skep needs',
    hint: 'See docs/engines.md for what it needs. Keys begin with `engine.prefix`, which is the `name` of the manifest where it says nothing else.',
  },
  {
    pattern: /^READONLY/,
    code: 'STORE_REFUSED',
    message: 'The Redis at this address is a replica and takes no writes',
    hint: 'Point engine.url at the primary, or use Sentinel.',
  },
  {
    pattern: /cluster support disabled/,
    code: 'STORE_REFUSED',
    message: 'This Redis does not run in cluster mode',
    hint: 'Write redis://host:port instead of redis+cluster://.',
  },
  {
    pattern: /\b(MOVED|ASK|CLUSTERDOWN|TRYAGAIN) |Cluster redirections|non local key/,
    code: 'STORE_UNREACHABLE',
    message: 'The Redis Cluster is rearranging itself (a slot moves, a master is replaced or away)',
    hint: 'Wait; Skep goes on trying. A single node of a Cluster is no address: write redis+cluster://host:port.',
  },
  {
    pattern: /certificate|^Hostname\/IP does not match|SSL routines|wrong version number/i,
    code: 'STORE_REFUSED',
    message: 'The TLS connection to Redis cannot be trusted',
    hint: 'Give the certificate of its authority: rediss://…?ca=/path/to/ca.pem, and check the host name.',
  },
  {
    pattern: /DB index is out of range|invalid DB index|SELECT is not allowed/i,
    code: 'STORE_REFUSED',
    message: 'Redis has no database of that number',
    hint: 'Correct the number in engine.url, or raise `databases` of the server (a Cluster has database 0 only).',
  },
  {
    pattern: /^(LOADING|BUSY|MASTERDOWN|NOREPLICAS|ERR max number of clients)/,
    code: 'STORE_UNREACHABLE',
    message: 'Redis answers but is not ready (loading, busy, out of connections or of replicas)',
    hint: 'Wait; Skep goes on trying.',
  },
  {
    pattern: /no answer for \d+ ms/,
    code: 'STORE_UNREACHABLE',
    message: 'Redis did not answer in time',
    hint: 'Is it frozen or overloaded, are its clients paused (CLIENT PAUSE), or is the way to it cut? Skep goes on trying.',
  },
  {
    pattern:
      /Connection is closed|max retries per request|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|Socket timeout|aborted|connect ENOENT|EHOSTUNREACH|All sentinels|startup nodes|slots cache|Cluster is (ended|disconnect)/i,
    code: 'STORE_UNREACHABLE',
    message: 'Redis cannot be reached',
    hint: 'Is it running, and is engine.url right? Skep goes on trying and never connects anywhere else.',
  },
];

/**
 * @param where the server, without credentials, as describeServer() gives it
 * @returns the same error when it is ours already
 */
export function storeError(thrown: unknown, where: string): SkepError {
  if (thrown instanceof SkepError) return thrown;
  const text = messageOf(causeOf(thrown));
  const fault = FAULTS.find(({ pattern }) => pattern.test(text));
  if (!fault) return new SkepError('INTERNAL', `Redis at ${where}: ${text.slice(0, 300)}`);
  return new SkepError(fault.code, `${fault.message} (${where})`, { hint: fault.hint });
}

/** What the last node said, when no node of a Cluster would answer. */
function causeOf(thrown: unknown): unknown {
  const { lastNodeError } = (thrown ?? {}) as { readonly lastNodeError?: unknown };
  return lastNodeError ?? thrown;
}

/** Whether waiting can help: true for a server that is away or starting, false for one that says no. */
export function isPassing(error: SkepError): boolean {
  return error.code === 'STORE_UNREACHABLE';
}
