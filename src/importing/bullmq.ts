/** BullMQ: queues, workers, job schedulers and flows, as a program makes them. */
import { type About, timingOf, writeJobOptions } from './bullmq-options.ts';
import { writeFlow } from './bullmq-flows.ts';
import { connection, limiter, writeWorker } from './bullmq-workers.ts';
import { type Outline, type Fields, manifestName } from './outline.ts';
import type { GivenFile, ImportSettings } from './given.ts';
import { readScript } from './script.ts';
import type { Call, Value } from './values.ts';
import { entriesIn, isKnown, itemsIn, jsonOf, lastWord, numberIn, textIn } from './values.ts';

function isMade({ callee, text }: Call, word: string): boolean {
  return lastWord(callee) === word && text.startsWith('new ');
}

interface Standing {
  readonly outline: Outline;
  readonly settings: ImportSettings;
  /** Of variables: the queue that was made in it. */
  readonly queues: Map<string, string>;
  /** Of queues: what jobs have that are given nothing. */
  readonly defaults: Map<string, ReadonlyMap<string, Value>>;
  readonly flows: Set<string>;
}

export function importBullmq(outline: Outline, files: readonly GivenFile[], settings: ImportSettings): void {
  outline.defaults['retry'] = outline.policy('once', { maxAttempts: 1 });
  const standing: Standing = { outline, settings, queues: new Map(), defaults: new Map(), flows: new Set() };
  const programs = files.map(({ name, text }) => ({
    ...{ name, program: readScript(text) },
    nest: text.includes('@nestjs/bullmq'),
  }));
  for (const { name, program, nest } of programs) {
    outline.from(name);
    if (nest) {
      outline.note('none', 'NestJS', 'what `BullModule` and classes with `@Processor` declare is not read', {
        line: 1,
      });
    }
    for (const { target, value } of program.assigned) made(standing, target, value);
    for (const call of program.calls) if (isMade(call, 'Queue')) writeQueue(standing, call);
  }
  for (const { name, program } of programs) {
    outline.from(name);
    for (const call of program.calls) writeCall(standing, call);
  }
  for (const queue of new Set([...standing.queues.values(), ...standing.defaults.keys()]))
    tasksOfQueue(standing, queue);
}

function made({ queues, flows }: Standing, target: string, value: Value): void {
  if (value.kind !== 'call') return;
  const name = target.replace(/^this\./, '');
  const queue = textIn(value.args[0]);
  if (isMade(value, 'Queue') && queue !== undefined) queues.set(name, queue);
  else if (isMade(value, 'FlowProducer')) flows.add(name);
}

/** The variable that a method is called on: `emails` of `this.emails.add`. */
function ownerOf({ callee }: Call): string {
  return callee.slice(0, callee.lastIndexOf('.')).replace(/^this\./, '');
}

function writeQueue({ outline, defaults }: Standing, call: Call): void {
  const name = textIn(call.args[0]);
  if (name === undefined) {
    outline.note('none', 'a queue', 'its name is known only to whoever runs it', { line: call.line });
    return;
  }
  outline.queue(name);
  const options = entriesIn(call.args[1]);
  connection(outline, options.get('connection'), call.line);
  defaults.set(name, entriesIn(options.get('defaultJobOptions')));
  for (const option of options.keys()) {
    if (!/^(connection|defaultJobOptions|telemetry|prefix|skipVersionCheck|blockingConnection|streams)$/.test(option)) {
      outline.note('none', `${option} of queue ${name}`, 'nothing here is like it', { line: call.line });
    }
  }
}

/** Jobs of a queue are told apart by their names there; here each is a task. */
function taskFor({ outline, queues, defaults }: Standing, queue: string, job: string | undefined): string {
  const of = outline.queue(queue);
  const name = job === undefined ? of : manifestName(`${of}.${manifestName(job, 'job')}`, of);
  const task = outline.entry('tasks', name);
  if (task['handler'] === undefined) {
    task['handler'] = outline.handler(
      of,
      job ?? 'process',
      job === undefined ? `queue ${queue}` : `${job} of queue ${queue}`,
    );
    outline.route(name, of);
    const about = { outline, subject: `defaultJobOptions of ${queue}`, at: `tasks.${name}`, line: 1 };
    writeJobOptions(defaults.get(queue) ?? new Map(), task, about);
  }
  queues.set(` ${queue}`, queue);
  return name;
}

/** A queue whose jobs nobody names here has one task. */
function tasksOfQueue(standing: Standing, queue: string): void {
  const { outline } = standing;
  const of = manifestName(queue, 'queue');
  const known = [...outline.sections.tasks.keys()].some((task) => task === of || task.startsWith(`${of}.`));
  if (known) return;
  const task = taskFor(standing, queue, undefined);
  outline.note(
    'check',
    `queue ${queue}`,
    'no job of it is named here: one task stands for all; `job.name` is the task here',
    { line: null, at: `tasks.${task}` },
  );
}

function writeCall(standing: Standing, call: Call): void {
  if (isMade(call, 'Worker')) {
    writeWorker(standing.outline, call, (queue) => void standing.queues.set(` ${queue}`, queue));
    return;
  }
  const queue = standing.queues.get(ownerOf(call));
  const word = lastWord(call.callee);
  if (queue === undefined) {
    if (word === 'add' && (standing.flows.has(ownerOf(call)) || call.callee.includes('new FlowProducer')))
      flow(standing, call.args[0]);
    else if (word === 'addBulk' && standing.flows.has(ownerOf(call)))
      for (const one of itemsIn(call.args[0])) flow(standing, one);
    return;
  }
  const write = Object.hasOwn(METHODS, word) ? METHODS[word] : undefined;
  write?.(standing, { call, queue });
}

function flow(standing: Standing, value: Value | undefined): void {
  writeFlow(standing.outline, value, (queue, job, options, line) => {
    const task = taskFor(standing, queue, job);
    jobOptions(standing, { task, options: entriesIn(options), line });
    return task;
  });
}

interface OnQueue {
  readonly call: Call;
  readonly queue: string;
}

const METHODS: Readonly<Record<string, (standing: Standing, on: OnQueue) => void>> = {
  add: (standing, { call, queue }) =>
    writeAdd(standing, {
      queue,
      line: call.line,
      name: call.args[0],
      data: call.args[1],
      options: entriesIn(call.args[2]),
    }),
  addBulk: (standing, { call, queue }) => {
    for (const one of itemsIn(call.args[0])) {
      const fields = entriesIn(one);
      writeAdd(standing, {
        queue,
        line: one.line,
        name: fields.get('name'),
        data: fields.get('data'),
        options: entriesIn(fields.get('opts')),
      });
    }
  },
  upsertJobScheduler: (standing, { call, queue }) => {
    const template = entriesIn(call.args[2]);
    const id = textIn(call.args[0]);
    const job = textIn(template.get('name')) ?? id;
    const task = taskFor(standing, queue, job);
    jobOptions(standing, { task, options: entriesIn(template.get('opts')), line: call.line });
    schedule(standing, {
      task,
      id: id ?? task,
      repeat: entriesIn(call.args[1]),
      data: template.get('data'),
      line: call.line,
    });
  },
  setGlobalConcurrency: ({ outline }, { call, queue }) => {
    const limit = numberIn(call.args[0]);
    if (limit !== undefined && limit > 0) outline.entry('queues', outline.queue(queue))['globalConcurrency'] = limit;
  },
  setGlobalRateLimit: ({ outline }, { call, queue }) => {
    const [max, duration] = call.args;
    if (max && duration)
      limiter(outline, {
        queue,
        limits: new Map([
          ['max', max],
          ['duration', duration],
        ]),
        line: call.line,
      });
  },
};

interface Added {
  readonly queue: string;
  readonly line: number;
  readonly name: Value | undefined;
  readonly data: Value | undefined;
  readonly options: ReadonlyMap<string, Value>;
}

function writeAdd(standing: Standing, { queue, line, name, data, options }: Added): void {
  const job = textIn(name);
  if (job === undefined) {
    standing.outline.note(
      'check',
      `a job of queue ${queue}`,
      `its name \`${name?.text.slice(0, 60) ?? ''}\` is known only to whoever runs it`,
      { line },
    );
    return;
  }
  const task = taskFor(standing, queue, job);
  jobOptions(standing, { task, options, line });
  const repeat = entriesIn(options.get('repeat'));
  if (repeat.size > 0) schedule(standing, { task, id: textIn(options.get('jobId')) ?? task, repeat, data, line });
}

function jobOptions(
  { outline }: Standing,
  {
    task,
    options,
    line,
  }: { readonly task: string; readonly options: ReadonlyMap<string, Value>; readonly line: number },
): void {
  const about: About = { outline, subject: task, at: `tasks.${task}`, line };
  writeJobOptions(options, outline.entry('tasks', task), about);
}

interface Scheduled {
  readonly task: string;
  readonly id: string;
  readonly repeat: ReadonlyMap<string, Value>;
  readonly data: Value | undefined;
  readonly line: number;
}

function schedule({ outline, settings }: Standing, { task, id, repeat, data, line }: Scheduled): void {
  const name = outline.freeName('schedules', manifestName(id, task));
  const at = `schedules.${name}`;
  const when = timingOf(repeat, { outline, subject: `schedule ${id}`, at, line }, settings);
  if (when === undefined) return;
  const fields: Fields = outline.entry('schedules', name);
  Object.assign(fields, { task }, when);
  if (data && (data.kind !== 'map' || data.entries.size > 0)) {
    fields['payload'] = jsonOf(data);
    if (!isKnown(data))
      outline.note('check', `data of ${id}`, 'null in it stands for what is known only to whoever runs it', {
        at,
        line,
      });
  }
}
