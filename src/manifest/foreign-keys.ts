/** Keys that Celery, RQ and others have, and those that somebody guesses: what is written here. */

export interface ForeignKey {
  /** Keys that are meant, where the mapping knows one of them. */
  readonly keys?: readonly string[];
  /** What a task says instead. */
  readonly task?: string;
  /** What the manifest says instead, at its top. */
  readonly top?: string;
  /** Why there is no such key. */
  readonly note?: string;
}

const FAILURE: ForeignKey = { keys: ['failure'], task: 'on: { failure: ./handlers/hooks.ts#failed }' };
const OF_A_CALL = 'it is said when a job is enqueued, among its `options`';
const NO_KEY = 'leave it out:';
const SCHEDULE = 'schedules: { nightly: { task: reports.build, cron: 0 3 * * * } }';

const PREFIXES = ['task', 'worker', 'celery'];

/** By the key in small letters without `_`, `-` and what settings of Celery begin with (`task_`, `worker_`). */
export const FOREIGN_KEYS: Readonly<Record<string, ForeignKey>> = {
  acceptcontent: { note: `${NO_KEY} payloads are JSON` },
  ackslate: { note: `${NO_KEY} a job is over when its attempt is, always` },
  active: { note: `${NO_KEY} what rests says \`paused: true\`` },
  alwayseager: { note: `${NO_KEY} tests have a store in memory, docs/library.md` },
  args: { keys: ['payload', 'with'] },
  attempts: { keys: ['maxAttempts'], task: 'retry: { maxAttempts: 4 }' },
  autoretryfor: { keys: ['retryOn'], task: 'retry: { retryOn: [TimeoutError] }' },
  backend: { keys: ['engine'], top: 'engine: redis://127.0.0.1:6379' },
  backoff: { task: 'retry: { backoff: { type: exponential, base: 1s } }' },
  base: { keys: ['extends'] },
  batch: { keys: ['collect'], task: 'collect: { size: 100, wait: 2s }' },
  beatschedule: { keys: ['schedules'] },
  bind: { note: `${NO_KEY} every handler gets (payload, ctx)` },
  body: { keys: ['then'] },
  broker: { keys: ['engine'], top: 'engine: redis://127.0.0.1:6379' },
  brokerurl: { keys: ['engine'], top: 'engine: redis://127.0.0.1:6379' },
  callback: { keys: ['then', 'success'] },
  chunks: { keys: ['map'] },
  complete: { keys: ['success'] },
  completed: { keys: ['success'] },
  concurrency: { top: 'queues: { default: { concurrency: 10 } }' },
  countdown: { note: `${OF_A_CALL}: \`delay: 10s\`` },
  cron: { top: SCHEDULE },
  crontab: { keys: ['cron', 'schedules'] },
  data: { keys: ['with', 'payload'] },
  dead: { keys: ['deadTo'] },
  deadletter: { keys: ['deadTo'] },
  deadletterqueue: { keys: ['deadTo'] },
  dedupe: { keys: ['unique'], task: 'unique: { key: [id] }' },
  deduplication: { keys: ['unique'], task: 'unique: { key: [id] }' },
  defaultretrydelay: { keys: ['backoff'], task: 'retry: { backoff: { type: fixed, base: 60s } }' },
  delay: { note: `${OF_A_CALL}: \`delay: 10s\`` },
  dependencies: { keys: ['use'] },
  depends: { keys: ['needs', 'use'] },
  dependson: { keys: ['needs'], top: 'workflows: { both: { chain: [{ task: first }, { task: second }] } }' },
  disabled: { keys: ['paused'] },
  dlq: { keys: ['deadTo'] },
  dontautoretryfor: { keys: ['deadOn'], task: 'retry: { deadOn: [PaymentDeclined] }' },
  drop: { keys: ['skip', 'keep'] },
  enabled: { note: `${NO_KEY} what rests says \`paused: true\`` },
  errback: FAILURE,
  error: { keys: ['failure'] },
  eta: { note: `${OF_A_CALL}: \`runAt\`` },
  eventlet: { keys: ['inline'] },
  expires: { note: `${OF_A_CALL}: \`expires: 1h\`` },
  failurettl: { top: 'defaults: { keep: { dead: 30d } }' },
  fifo: { keys: ['strict'] },
  foreach: { keys: ['forEach', 'over'] },
  fork: { keys: ['process'] },
  gevent: { keys: ['inline'] },
  group: { keys: ['fairness'] },
  header: { keys: ['headers', 'group'] },
  hooks: { keys: ['on'] },
  ignore: { keys: ['continue'] },
  ignoreresult: { keys: ['ignore'], task: 'result: ignore' },
  inject: { keys: ['use'] },
  input: { keys: ['with', 'payload'] },
  interval: { keys: ['every'] },
  items: { keys: ['over', 'forEach'] },
  jobid: { note: `${OF_A_CALL}: \`id\`` },
  jobtimeout: { keys: ['timeout'] },
  kwargs: { keys: ['payload', 'with'] },
  limit: { keys: ['rate'] },
  limiter: { keys: ['rate'] },
  link: { keys: ['success'], task: 'on: { success: ./handlers/hooks.ts#done }' },
  linkerror: FAILURE,
  lock: { keys: ['unique'], task: 'unique: { key: [id] }' },
  max: { keys: ['limit'] },
  maxattempts: { keys: ['maxAttempts'], task: 'retry: { maxAttempts: 4 }' },
  maxmemoryperchild: {
    keys: ['overMemory'],
    top: 'executors: { process: { recycle: { overMemory: 512mb } } }',
  },
  maxretries: { keys: ['maxAttempts'], task: 'retry: { maxAttempts: 4 }' },
  maxtasksperchild: { keys: ['afterJobs'], top: 'executors: { process: { recycle: { afterJobs: 1000 } } }' },
  memorylimit: { keys: ['memory'], task: 'limits: { memory: 256mb }' },
  onfailure: FAILURE,
  onretry: { keys: ['retry'], task: 'on: { retry: ./handlers/hooks.ts#waiting }' },
  onstart: { keys: ['start'], task: 'on: { start: ./handlers/hooks.ts#began }' },
  onsuccess: { keys: ['success'], task: 'on: { success: ./handlers/hooks.ts#done }' },
  params: { keys: ['input', 'with'] },
  payload: { keys: ['with'] },
  period: { keys: ['for', 'every'] },
  periodictasks: { keys: ['schedules'] },
  pool: { keys: ['executor', 'executors'] },
  prefetch: { top: 'queues: { default: { prefetch: 4 } }' },
  prefetchmultiplier: { keys: ['prefetch'], top: 'queues: { default: { prefetch: 4 } }' },
  prefork: { keys: ['process'] },
  providers: { keys: ['resources', 'use'] },
  queue: { top: 'routes: { tasks: [{ match: emails.*, queue: emails }] }' },
  queuename: { keys: ['queue'], top: 'routes: { tasks: [{ match: emails.*, queue: emails }] }' },
  ratelimit: { keys: ['rate'] },
  redis: { keys: ['engine'], top: 'engine: redis://127.0.0.1:6379' },
  rejectonworkerlost: { note: `${NO_KEY} the job of a process that died runs again, always` },
  removeoncomplete: { top: 'defaults: { keep: { completed: 1d } }' },
  removeonfail: { top: 'defaults: { keep: { dead: 30d } }' },
  repeat: { keys: ['schedules', 'cron'] },
  resultbackend: { keys: ['engine'], top: 'engine: redis://127.0.0.1:6379' },
  resultexpires: { keys: ['keep'], task: 'result: { keep: 1h }' },
  resultserializer: { note: `${NO_KEY} results are JSON` },
  resultttl: { keys: ['keep'], task: 'result: { keep: 1h }' },
  retries: { keys: ['maxAttempts', 'retry'] },
  retrybackoff: { keys: ['backoff'], task: 'retry: { backoff: { type: exponential, base: 1s } }' },
  retrybackoffmax: { keys: ['max'], task: 'retry: { backoff: { type: exponential, base: 1s, max: 10m } }' },
  retryjitter: { keys: ['jitter'], task: 'retry: { backoff: { type: exponential, base: 1s, jitter: full } }' },
  roundrobin: { keys: ['fair'] },
  schedule: { keys: ['schedules', 'cron'], top: SCHEDULE },
  schema: { keys: ['input'] },
  serializer: { note: `${NO_KEY} payloads and results are JSON` },
  signal: { keys: ['wait'] },
  singleton: { keys: ['unique'], task: 'unique: { key: [id] }' },
  sleep: { keys: ['wait'] },
  softtimelimit: { keys: ['soft'], task: 'timeout: { soft: 25m }' },
  solo: { keys: ['inline'] },
  steps: { keys: ['workflow'] },
  starmap: { keys: ['map'] },
  subprocess: { keys: ['process', 'command'] },
  task: { keys: ['match'] },
  taskid: { note: `${OF_A_CALL}: \`id\`` },
  tasks: { keys: ['steps', 'task'] },
  tenant: { keys: ['fairness'] },
  threads: { keys: ['thread'] },
  throws: { keys: ['deadOn'], task: 'retry: { deadOn: [PaymentDeclined] }' },
  timelimit: { keys: ['hard'], task: 'timeout: { hard: 30m }' },
  trackstarted: { note: `${NO_KEY} the start of each attempt is kept, always` },
  ttl: { keys: ['keep', 'for'] },
  url: { keys: ['webhook', 'request', 'engine'] },
  visibilitytimeout: { keys: ['lease'] },
  webhookurl: { keys: ['webhook'] },
  with: { keys: ['payload'] },
  withitems: { keys: ['forEach', 'over'] },
  workers: { top: 'queues: { default: { concurrency: 10 } }' },
};

/**
 * What an unknown key would be here.
 * @param known keys of the mapping in which it stands
 * @returns a hint; undefined where the key means nothing
 */
export function adviceOnKey(key: string, known: readonly string[]): string | undefined {
  const near = keyMeant(key, known);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const [entry] = entriesOf(key);
  if (entry?.task !== undefined) return `a task says \`${entry.task}\``;
  return entry?.top === undefined ? entry?.note : `at the top of the manifest write \`${entry.top}\``;
}

/** Which of the known words a foreign one stands for. */
export function keyMeant(word: string, known: readonly string[]): string | undefined {
  const names = namesOf(word);
  const same = known.find((one) => names.includes(plainly(one)));
  return same ?? entriesOf(word).flatMap(({ keys = [] }) => keys.filter((one) => known.includes(one)))[0];
}

function entriesOf(word: string): ForeignKey[] {
  return namesOf(word).flatMap((name) => (Object.hasOwn(FOREIGN_KEYS, name) ? [FOREIGN_KEYS[name] ?? {}] : []));
}

/** As it stands, and without what settings of Celery begin with. */
function namesOf(word: string): string[] {
  const name = plainly(word);
  return [name, ...PREFIXES.filter((prefix) => name.startsWith(prefix)).map((prefix) => name.slice(prefix.length))];
}

function plainly(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}
