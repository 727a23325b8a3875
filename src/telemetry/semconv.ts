/**
 * Every name that leaves this program in a span, in one place: the messaging conventions are still in
 * development and have renamed attributes before (`messaging.system` → `messaging.system.name` in 1.45.0).
 *
 * Names follow OpenTelemetry's semantic conventions 1.45.0 for messaging and HTTP; what they have no word for
 * is under `skep.`. docs/telemetry.md holds these tables; a test keeps them equal.
 */
export const ATTR = {
  hook: 'skep.hook',
  baggage: 'skep.baggage',
  kept: 'skep.kept',
  rebuilt: 'skep.rebuilt',
  resource: 'skep.resource',
  run: 'skep.run.id',
  workflow: 'skep.workflow',
  step: 'skep.step',
  stepIndex: 'skep.step.index',
  messagingSystem: 'messaging.system.name',
  operationType: 'messaging.operation.type',
  operationName: 'messaging.operation.name',
  destination: 'messaging.destination.name',
  messageId: 'messaging.message.id',
  batchCount: 'messaging.batch.message_count',
  errorType: 'error.type',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStack: 'exception.stacktrace',
  task: 'skep.task.name',
  attempt: 'skep.attempt',
  holdReason: 'skep.hold.reason',
  holdName: 'skep.hold.name',
  maxAttempts: 'skep.max_attempts',
  priority: 'skep.priority',
  outcome: 'skep.outcome',
  propagation: 'skep.propagation',
  delayMs: 'skep.delay_ms',
  schedule: 'skep.schedule.name',
  tickAt: 'skep.schedule.tick_at',
  parentJob: 'skep.parent_job.id',
  rescues: 'skep.rescues',
  enqueuedUnder: 'skep.revision.enqueued',
  runUnder: 'skep.revision',
  revisionBad: 'skep.revision.reverted',
  link: 'skep.link',
  existing: 'skep.existing',
  runAt: 'skep.run_at',
  willRetry: 'skep.will_retry',
  reason: 'skep.reason',
  lateness: 'skep.lateness_ms',
  progressDone: 'skep.progress.done',
  progressTotal: 'skep.progress.total',
  progressMessage: 'skep.progress.message',
  callTrace: 'skep.collect.trace_id',
  callSpan: 'skep.collect.span_id',
  standstill: 'skep.standstill_ms',
  stillRunning: 'skep.still_running',
} as const;

type AttributeName = (typeof ATTR)[keyof typeof ATTR];

/** Per attribute: on which spans, events or links it stands, and what it says. */
export const ATTRIBUTES: Readonly<Record<AttributeName, { readonly on: string; readonly meaning: string }>> = {
  'messaging.system.name': { on: 'enqueue, start, process, collect, tick', meaning: 'always `skep`' },
  'messaging.operation.type': { on: 'enqueue, start, process, collect, tick', meaning: '`create` or `process`' },
  'messaging.operation.name': {
    on: 'enqueue, start, process, collect, tick',
    meaning: '`enqueue`, `start`, `process`, `collect` or `tick`',
  },
  'messaging.destination.name': { on: 'enqueue, process, collect', meaning: 'name of the queue' },
  'messaging.message.id': { on: 'enqueue (of one job), process', meaning: 'id of the job' },
  'messaging.batch.message_count': {
    on: 'enqueue (of several jobs), collect, event `attempt.collected`',
    meaning: 'how many jobs the call stores, or is given',
  },
  'error.type': {
    on: 'failed spans',
    meaning: "the error's code, else its name; the status code of a request answered with 5xx",
  },
  'http.request.method': { on: 'request', meaning: 'method of the request' },
  'http.route': { on: 'request', meaning: 'pattern of the route, never the path itself' },
  'http.response.status_code': { on: 'request', meaning: 'status of the answer' },
  'exception.type': { on: 'event `exception`', meaning: "the error's name" },
  'exception.message': { on: 'event `exception`', meaning: "the error's message" },
  'exception.stacktrace': { on: 'event `exception`', meaning: "the error's stack" },
  'skep.task.name': { on: 'enqueue, process, collect', meaning: 'name of the task' },
  'skep.attempt': { on: 'process', meaning: 'number of the attempt, the first is 1' },
  'skep.hold.reason': { on: '`wait.held`', meaning: '`concurrency`, `rate`, `hold` or `paused`' },
  'skep.hold.name': { on: '`wait.held`', meaning: 'name of the limit or hold' },
  'skep.max_attempts': { on: 'process', meaning: 'attempts in all' },
  'skep.priority': { on: 'process', meaning: '0 to 9, smaller runs sooner' },
  'skep.outcome': {
    on: 'process',
    meaning: '`completed`, `failed`, `snoozed`, `cancelled`, `released`, `blocked`, or `unknown`',
  },
  'skep.propagation': {
    on: 'enqueue, start, tick',
    meaning: '`parent`, `link` or `perAttempt`, as chosen for these jobs',
  },
  'skep.delay_ms': { on: 'enqueue', meaning: 'milliseconds until the jobs are due, when they are not due at once' },
  'skep.schedule.name': { on: 'tick, process (of a tick’s job)', meaning: 'name of the schedule' },
  'skep.schedule.tick_at': { on: 'tick, process (of a tick’s job)', meaning: 'planned instant, ISO 8601' },
  'skep.parent_job.id': { on: 'process', meaning: 'id of the job whose handler enqueued this one' },
  'skep.hook': { on: 'hook', meaning: 'the function that the manifest names' },
  'skep.baggage': {
    on: 'process, for each that `telemetry.traces.baggage` names',
    meaning: '`skep.baggage.NAME`: a value of the baggage that came with the job',
  },
  'skep.kept': {
    on: 'process, where the sample left it out',
    meaning: 'why its life is kept: `failed`, `slow`, or `before` (it was known when the attempt began)',
  },
  'skep.rebuilt': {
    on: 'enqueue, start, tick, process',
    meaning: 'true where the span was made again of what is stored, as its process did not keep it',
  },
  'skep.resource': {
    on: 'events `resource.opened`, `resource.unopened`',
    meaning: 'name of the resource that the attempt uses',
  },
  'skep.run.id': { on: 'start, process (of a run’s job)', meaning: 'id of the run' },
  'skep.workflow': { on: 'start', meaning: 'name of the workflow; none where it came with the call' },
  'skep.step': { on: 'process (of a run’s job), `wait.step`', meaning: 'name of the step' },
  'skep.step.index': { on: 'process (of a run’s job)', meaning: 'which item of the step; 0 for one that is done once' },
  'skep.rescues': { on: 'process', meaning: 'how often the job was taken back from a lost process, when it was' },
  'skep.revision.enqueued': { on: 'process', meaning: 'revision of the manifest that the job was enqueued under' },
  'skep.revision': {
    on: 'process, revert',
    meaning: 'revision of the manifest that the attempt began under; the one that came with the revert',
  },
  'skep.revision.reverted': { on: 'revert', meaning: 'revision that made things worse' },
  'skep.link': {
    on: 'links',
    meaning: 'why the link is there: `enqueue`, `previous_attempt`, `step` (what the step needs) or `collect`',
  },
  'skep.collect.trace_id': { on: 'event `attempt.collected`', meaning: 'trace of the call that the job is in' },
  'skep.collect.span_id': { on: 'event `attempt.collected`', meaning: 'its span' },
  'skep.existing': {
    on: 'event `job.enqueued`',
    meaning: 'true when a job of that id was stored already, or one with the same key, whose id it is then',
  },
  'skep.run_at': { on: 'event `job.enqueued`', meaning: 'when it is due, ISO 8601' },
  'skep.will_retry': { on: 'event `attempt.failed`', meaning: 'whether another attempt follows' },
  'skep.reason': {
    on: 'event `job.cancelled`, events of what aborts an attempt, revert',
    meaning: 'why it ended, or was told to; what became worse',
  },
  'skep.lateness_ms': { on: 'event `schedule.ticked`', meaning: 'milliseconds after the planned instant' },
  'skep.progress.done': { on: 'event `attempt.progress`', meaning: 'how much is done' },
  'skep.progress.total': { on: 'event `attempt.progress`', meaning: 'of how much, when known' },
  'skep.progress.message': { on: 'event `attempt.progress`', meaning: 'what the handler said' },
  'skep.standstill_ms': {
    on: 'event `handler.standstill`',
    meaning: 'milliseconds for which the event loop stood still',
  },
  'skep.still_running': { on: 'event `handler.overrun`', meaning: 'handlers that run on after their attempt' },
};

/** Span names, with the parts that vary in braces; none holds an id. */
export const SPANS = {
  'enqueue {task}': { kind: 'PRODUCER', meaning: 'one call that stores one or more jobs' },
  'start {workflow}': { kind: 'PRODUCER', meaning: 'one call that starts a run; the jobs of the run are in its trace' },
  'process {task}': { kind: 'CONSUMER', meaning: 'one attempt; active while the handler runs, so its spans nest' },
  'collect {task}': {
    kind: 'CONSUMER',
    meaning: 'one call for several jobs; the root of a trace, linked to the `process` span of each',
  },
  'hook {event} {task}': {
    kind: 'INTERNAL',
    meaning: 'one function of a hook; a child of the attempt that it follows',
  },
  'tick {schedule}': { kind: 'PRODUCER', meaning: 'one firing of a schedule; always the root of a trace' },
  revert: {
    kind: 'INTERNAL',
    meaning: 'a revision on probation was taken back; the root of a trace, once over all processes',
  },
  '{method} {route}': { kind: 'SERVER', meaning: 'one request to the admin API or to a route of the manifest' },
  'wait.delay': { kind: 'INTERNAL', meaning: 'from creation (or a snooze) until the job was due' },
  'wait.queue': { kind: 'INTERNAL', meaning: 'from being due until the attempt started' },
  'wait.held': { kind: 'INTERNAL', meaning: 'while a limit, a hold or a pause of its task held the job' },
  'wait.step': { kind: 'INTERNAL', meaning: 'a wait of the run before this step: for a signal, or an instant' },
  'wait.backoff': { kind: 'INTERNAL', meaning: 'from the end of a failed attempt until the next one was due' },
} as const;

export const SYSTEM = 'skep';
/** Name of the instrumentation scope of all spans. */
export const SCOPE = 'skep';
