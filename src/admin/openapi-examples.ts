/** Examples of the OpenAPI document: what is asked and what is answered, as the schemas have it, in the words of one small shop. */
import type { Json, JsonObject } from '../foundation/index.ts';
import { views } from '../api/index.ts';

const INSTANT = '2026-03-01T09:30:00.000Z';
const EARLIER = '2026-03-01T09:29:58.750Z';
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** What stands under a key, wherever that is and its schema allows it. Of one job that was done, its task, its queue and their like. */
const WORDS: Readonly<Record<string, Json>> = {
  ...{ id: 'emails-7', job: 'emails-7', jobs: 1, task: 'emails.send', queue: 'emails', queues: 2, run: 'order-42' },
  ...{
    tasks: 2,
    schedule: 'nightly',
    bucket: 'smtp',
    hold: 'acme',
    worker: 'shop-1-4711-x7',
    bulk: 'b-1',
    step: 'charge',
  },
  ...{
    workflow: 'order',
    signal: 'approved',
    name: 'emails',
    match: 'emails.*',
    file: 'jobs.yaml',
    line: 12,
    column: 5,
  },
  ...{
    state: 'completed',
    status: 'ok',
    outcome: 'completed',
    finished: true,
    ready: true,
    done: 1,
    total: 1,
    count: 1,
  },
  ...{
    priority: 5,
    attempt: 1,
    attempts: 1,
    number: 1,
    maxAttempts: 4,
    version: 1,
    concurrency: 10,
    limit: 10,
    burst: 10,
  },
  ...{ createdAt: EARLIER, since: EARLIER, from: EARLIER, enqueuedAt: EARLIER, firstAt: EARLIER, durationMs: 412 },
  ...{ payload: { to: 'ann@example.com' }, input: { order: 42 }, result: { sent: true }, headers: {}, tags: ['vip'] },
  ...{
    hash: HASH,
    manifestHash: HASH,
    manifest: HASH,
    manifestRevision: 3,
    revision: 3,
    fingerprint: '3d54f1f21ee7c3a0',
  },
  ...{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7', host: 'shop-1', pid: 4711, by: 'ops' },
  ...{ traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tenant: 'acme', address: '10.0.0.7' },
  ...{ message: 'connect ECONNREFUSED', code: 'ECONNREFUSED', reason: 'INC-42', text: 'version: 1', path: '/orders' },
  ...{ where: 'payload.tenant == "acme"', method: 'POST', cron: '0 3 * * *', zone: 'Europe/Berlin', adminUrl: null },
  ...{ title: 'Bad Request', detail: 'what was asked is not valid', type: 'job.completed', perMs: 1_000, capacity: 10 },
  ...{ role: 'operator', operation: 'retryJob', kind: 'job', topic: 'jobs', executor: 'inline', order: 'strict' },
};

/** What may be null, and mostly is. */
const NONE: ReadonlySet<string> = new Set([
  ...['error', 'pause', 'hold', 'expiresAt', 'schedule', 'parentId', 'letter', 'fingerprint', 'fairness', 'uniqueKey'],
  ...['workflow', 'blockedBy', 'progress', 'resultGone', 'resultUntil', 'refused', 'refusedAt', 'until', 'next', 'tag'],
  ...[
    'where',
    'burst',
    'traceUrl',
    'csrf',
    'code',
    'stack',
    'parent',
    'collect',
    'unique',
    'foreign',
    'waits',
    'address',
  ],
]);

interface Form {
  readonly $ref?: string;
  readonly oneOf?: readonly JsonObject[];
  readonly anyOf?: readonly JsonObject[];
  readonly const?: Json;
  readonly enum?: readonly Json[];
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly items?: JsonObject;
  readonly properties?: Readonly<Record<string, JsonObject>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonObject | boolean;
  readonly minimum?: number;
}

/**
 * @param schema of the API
 * @param key under which the value stands
 * @returns a value that it allows; a test holds each of the document against its schema
 */
export function exampleOf(schema: JsonObject, key = ''): Json {
  const { $ref: ref, oneOf, anyOf = oneOf, ...form } = schema as Form;
  if (ref !== undefined) return exampleOf(views()[ref.split('/').at(-1) ?? ''] ?? {}, key);
  if (anyOf === undefined) return plainFor(form, key);
  return NONE.has(key) && anyOf.some(isNull) ? null : exampleOf(anyOf[0] ?? {}, key);
}

function plainFor(form: Form, key: string): Json {
  const word = Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
  if (form.const !== undefined) return form.const;
  if (form.enum) return form.enum.find((one) => one === word) ?? form.enum[0] ?? null;
  const [type = ''] = [form.type ?? []].flat();
  return OF_TYPE[type]?.(form, key, word) ?? word ?? {};
}

type Make = (form: Form, key: string, word: Json | undefined) => Json;

const OF_TYPE: Readonly<Record<string, Make>> = {
  object: objectFor,
  array: ({ items = {} }, key, word) => (isList(word) ? word : [exampleOf(items, singular(key))]),
  integer: numberFor,
  number: numberFor,
  boolean: (_form, _key, word) => word === true,
  string: ({ format }, _key, word) => {
    if (format === 'date-time') return word === EARLIER ? EARLIER : INSTANT;
    return typeof word === 'string' || typeof word === 'number' ? String(word) : 'text';
  },
};

function numberFor({ minimum = 0 }: Form, _key: string, word: Json | undefined): Json {
  return typeof word === 'number' ? word : minimum;
}

function objectFor(
  { properties, required = [], additionalProperties }: Form,
  key: string,
  word: Json | undefined,
): Json {
  if (properties !== undefined) {
    return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, name)]));
  }
  if (typeof word === 'object' && word !== null && !isList(word)) return word;
  return typeof additionalProperties === 'object' ? { [singular(key)]: exampleOf(additionalProperties) } : {};
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function singular(key: string): string {
  return key.endsWith('s') ? key.slice(0, -1) : key;
}

function isNull({ type }: JsonObject): boolean {
  return type === 'null';
}

/** Bodies of requests by the name of their endpoint, and what each of them asks for. */
export const BODIES: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  beginSession: { 'with a token': { token: 'a-token-of-admin-tokens' } },
  enqueue: {
    'one job': { payload: { to: 'ann@example.com' }, options: { id: 'welcome-ann', delay: '10m' } },
    'many jobs': {
      jobs: [{ payload: { to: 'ann@example.com' } }, { payload: { to: 'bob@example.com' } }],
      spread: '60s',
    },
    'as one run': { jobs: [{ payload: { to: 'ann@example.com' } }], group: true, options: { id: 'letters-of-march' } },
  },
  explainTask: { 'with a payload': { payload: { to: 'ann@example.com' } }, 'without one': {} },
  prioritizeJob: { 'before the others': { priority: 0 } },
  moveJobs: { 'two jobs': { to: 'slow', ids: ['emails-7', 'emails-8'] } },
  startBulk: {
    'retry by and by': {
      action: 'retry',
      filter: { q: 'task:emails.* error:ECONNREFUSED', state: ['dead'] },
      rate: '10/s',
      canary: 5,
      stopAfterFailures: '20%',
    },
    'count alone': { action: 'cancel', filter: { queue: 'emails' }, dryRun: true },
    'into another queue': { action: 'move', filter: { tag: 'vip' }, to: 'slow' },
  },
  setBucket: { 'a lower rate': { rate: '5/s', burst: 10 }, 'fewer at once': { concurrency: 2 } },
  addHold: {
    'jobs of a tenant': {
      name: 'acme',
      task: 'emails.*',
      where: 'payload.tenant == "acme"',
      for: '2h',
      reason: 'INC-42',
    },
  },
  pauseQueue: { 'for a while': { for: '30m', reason: 'INC-42' }, 'until it is resumed': {} },
  pauseTask: { 'for a while': { for: '30m', reason: 'INC-42' }, 'until it is resumed': {} },
  pauseSchedule: { 'until an instant': { until: '2026-12-01T14:00:00Z' }, 'until it is resumed': {} },
  draftManifest: { 'a whole file': { text: 'version: 1\ntasks:\n  emails.send: { handler: ./handlers/emails.ts }\n' } },
  backfillSchedule: {
    'what it would make': { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z', dryRun: true },
  },
  planManifest: {
    'a whole file': { files: [{ path: 'jobs.yaml', text: 'version: 1\ntasks: { ping: ./handlers/ping.ts }\n' }] },
    'one that was in force': { revision: 12 },
  },
  applyManifest: { 'back to what worked': { revision: 12, from: 14, message: 'the new retry policy was too eager' } },
  testRoutes: { 'with a payload': { task: 'emails.send', payload: { to: 'ann@example.com' } } },
  startWorkflow: { 'with an id of its own': { input: { order: 42 }, options: { id: 'order-42', tags: ['vip'] } } },
  startRun: {
    'by its name': { workflow: 'order', input: { order: 42 } },
    'as it comes': { workflow: { chain: [{ task: 'orders.charge' }, { task: 'emails.send' }] }, input: { order: 42 } },
  },
  resumeRun: { 'from a step': { from: ['charge'] }, 'what failed': {} },
  signalRun: { 'a decision': { approved: true } },
  setWorkerConcurrency: {
    'in each queue': { concurrency: 4 },
    'as it was started': { concurrency: null, queue: 'emails' },
  },
  setWorkerQueues: { 'one more': { add: ['slow'] }, 'as it was started': { queues: null } },
};
