/** Workers of BullMQ, and where they are connected to. */
import { rateOf } from './bullmq-options.ts';
import { writeEngine } from './engine.ts';
import type { Outline } from './outline.ts';
import type { Call, Value } from './values.ts';
import { entriesIn, numberIn, textIn } from './values.ts';

export function connection(outline: Outline, value: Value | undefined, line: number): void {
  if (value === undefined || outline.engine !== null) return;
  const fields = entriesIn(value);
  const [host, port, url] = [textIn(fields.get('host')), numberIn(fields.get('port')), fields.get('url')];
  const address = value.kind === 'call' ? value.args[0] : url;
  if (address) writeEngine(outline, address, line);
  else if (host !== undefined) {
    const db = numberIn(fields.get('db'));
    const text = `redis://${host}:${port ?? 6379}${db === undefined ? '' : `/${db}`}`;
    writeEngine(outline, { line, text, kind: 'literal', value: text }, line);
    if (fields.has('password'))
      outline.note('check', 'password of the connection', 'it belongs into the environment: `engine: ${REDIS_URL}`', {
        line,
        at: 'engine',
      });
  }
}

export function limiter(
  outline: Outline,
  {
    queue,
    limits,
    line,
  }: { readonly queue: string; readonly limits: ReadonlyMap<string, Value>; readonly line: number },
): void {
  const found = rateOf(limits);
  const called = outline.queue(queue);
  if (found === undefined) {
    outline.note('check', `limiter of ${queue}`, 'its numbers are known only to whoever runs it', { line });
    return;
  }
  outline.entry('queues', called)['rate'] = found.rate;
  if (!found.exact)
    outline.note('differs', `limiter of ${queue}`, 'rates count by s, m, h or d: as many in that time, and its burst', {
      line,
      at: `queues.${called}`,
    });
}

/** @param taken is told of its queue */
export function writeWorker(outline: Outline, call: Call, taken: (queue: string) => void): void {
  const queue = textIn(call.args[0]);
  if (queue === undefined) {
    outline.note('none', 'a worker', 'its queue is known only to whoever runs it', { line: call.line });
    return;
  }
  taken(queue);
  const options = entriesIn(call.args[2] ?? (call.args[1]?.kind === 'map' ? call.args[1] : undefined));
  const name = outline.queue(queue);
  const fields = outline.entry('queues', name);
  fields['concurrency'] = concurrencyIn(outline, options.get('concurrency'), { queue, line: call.line });
  if (options.has('limiter')) limiter(outline, { queue, limits: entriesIn(options.get('limiter')), line: call.line });
  connection(outline, options.get('connection'), call.line);
  if (isFile(call.args[1])) {
    outline.defaults['executor'] = options.get('useWorkerThreads')?.text === 'true' ? 'thread' : 'process';
  }
  for (const option of options.keys()) {
    const message = WORKER_NONE[option];
    if (message !== undefined)
      outline.note('none', `${option} of the worker of ${queue}`, message, { line: call.line, at: `queues.${name}` });
  }
}

/** One at a time where nothing is said. */
function concurrencyIn(
  outline: Outline,
  value: Value | undefined,
  { queue, line }: { readonly queue: string; readonly line: number },
): number {
  const concurrency = numberIn(value);
  if (concurrency === undefined && value !== undefined) {
    const message = `\`${value.text.slice(0, 80)}\` is known only to whoever runs it`;
    outline.note('check', `concurrency of the worker of ${queue}`, message, { line });
  }
  return Math.min(10_000, Math.max(1, concurrency ?? 1));
}

/** A processor that is a module of its own, which BullMQ runs in a process. */
function isFile(processor: Value | undefined): boolean {
  return textIn(processor) !== undefined || /^(new URL|path\.|require\.resolve)/.test(processor?.text ?? '');
}

const WORKER_NONE: Readonly<Record<string, string>> = {
  lockDuration: '`engine.lease` says how long a process keeps its jobs without a sign of life; a long job renews it',
  stalledInterval: 'processes that died are found by their lease',
  maxStalledCount: 'a job is dead at the third death of its process',
  settings: 'a backoff strategy is code that was not run',
  group: '`order: fair` of the queue and `fairness` of the task',
  removeOnComplete: '`defaults.keep`',
  removeOnFail: '`defaults.keep`',
  maximumRateLimitDelay: 'a held job starts when its rate has room',
};
