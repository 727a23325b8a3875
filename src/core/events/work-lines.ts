/** Lines about the work of a process: its loops, queues and schedules, what it did, its traces. Of the second table of the log. */
import { summaryOf } from './done.ts';
import { counted } from '../../foundation/index.ts';
import type { LogLineSpec } from './event-lines.ts';

export const WORK_LINES = {
  'after.done': {
    level: 'debug',
    text: ({ task }) => `work after a response: ${String(task)} is done`,
    when: 'Of an HTTP route with `after` and `mode: inline`.',
  },
  'after.failed': {
    level: 'error',
    text: ({ task, error }) =>
      `work after a response: ${String(task)} failed, and is not tried again: ${String(error)}`,
    when: 'Its handler threw, ran past its limit, or asked for what only a stored job can have; `mode: queued` is tried again.',
  },
  'after.abandoned': {
    level: 'error',
    text: ({ task }) => `work after a response: ${String(task)} was not done before the process ended`,
    when: 'The time of a shutdown was over; one line for each.',
  },
  'schedules.overridden': {
    level: 'warn',
    text: 'another process was started or reloaded with another manifest: its schedules are in force while it runs',
    when: 'Processes of different manifests work on one store; once for each that comes into force.',
  },
  'schedules.taken-back': {
    level: 'warn',
    text: 'the process whose schedules were in force is gone: those of this manifest are in force again',
    when: 'The last process of another manifest has left or died.',
  },
  'schedules.in-force': {
    level: 'warn',
    text: 'the schedules of this manifest are in force again',
    when: 'Another process of the same manifest, or a reload, put them in force.',
  },
  'schedules.set-back': {
    level: 'warn',
    text: 'the store said that ticks of the future are decided: a clock was wrong. The schedules go on from now',
    when: 'A cursor stood far in the future and was mended.',
  },
  'schedules.ahead': {
    level: 'warn',
    text: 'the store says that ticks of the next hours are decided: a clock was wrong. Schedules of fixed times wait for it',
    when: 'A cursor stands in the future and is waited for.',
  },
  'loop.failed': {
    level: 'warn',
    text: ({ work }) => `${String(work)} failed; trying again`,
    when: 'For another reason than the store; once until it works again.',
  },
  'loop.recovered': {
    level: 'info',
    text: ({ work }) => `${String(work)} works again`,
    when: 'Once for each `loop.failed`.',
  },
  'schedule.given-up': {
    level: 'warn',
    text: ({ schedule, failures }) =>
      `schedule ${String(schedule)} is paused: its last ${String(failures)} jobs failed`,
    when: 'Its `pauseAfterFailures` is reached; `skep schedules resume` lets it fire again.',
  },
  'tick.refused': {
    level: 'error',
    text: ({ schedule, tickAt, reason }) =>
      `the tick of schedule ${String(schedule)} at ${String(tickAt)} makes nothing: ${String(reason)}`,
    when: 'What expressions make of its payload at that tick breaks the input of its workflow, or is too large.',
  },
  'schedules.failed': {
    level: 'warn',
    text: 'looking at the schedules failed; trying again every second',
    when: 'For another reason than the store; once until it works again.',
  },
  'schedules.slow': {
    level: 'warn',
    text: ({ limit }) => `the last look at the schedules has taken ${String(limit)}`,
    when: 'The store hangs; once until it answers.',
  },
  'schedules.kept': {
    level: 'debug',
    text: 'schedules were not withdrawn',
    when: 'At a stop the store did not answer; the end of the process tells the others.',
  },
  'clocks.apart': {
    level: 'warn',
    text: "this machine's clock and the store's differ; schedules follow the store's",
    when: 'They are more than two seconds apart; once until they are not.',
  },
  'queue.holds': {
    level: 'info',
    text: ({ queue, held }) =>
      `limits or holds have held jobs of queue ${String(queue)} for a minute: ${String(held)} now`,
    when: 'Once, when a queue has held jobs for a minute without a break; by each process.',
  },
  'queue.flows': {
    level: 'info',
    text: ({ queue }) => `nothing holds a job of queue ${String(queue)} any more`,
    when: 'Once, when that is over.',
  },
  'standing.over': {
    level: 'info',
    text: ({ what }) => `${String(what)} has ended by itself`,
    when: 'Within ten seconds after the end of a hold or pause that was given one; by each process that saw it stand.',
  },
  'loop.hangs': {
    level: 'warn',
    text: ({ work }) => `${String(work)} did not stop in time: the store does not answer`,
    when: 'At a stop.',
  },
  'attempt.unclosed': {
    level: 'warn',
    text: ({ reason }) => `what the attempt had opened could not be closed: ${String(reason)}`,
    when: 'What ran apart from the process could not be wound up. An attempt that had completed fails instead, and says why.',
  },
  'command.garbled': {
    level: 'warn',
    text: ({ reason }) => `a line of the command's output was not understood: ${String(reason)}`,
    when: 'A line that begins with `::skep` is none of the protocol; the first one of an attempt. Each of them stands in the log of its job.',
  },
  'resource.opened': {
    level: 'debug',
    text: ({ resource }) => `the resource ${String(resource)} is open, for all attempts of this process`,
    when: 'The first attempt needed it.',
  },
  'resource.closed': {
    level: 'debug',
    text: ({ resource, why }) => `the resource ${String(resource)} of this process is closed: ${String(why)}`,
    when: 'A reload has replaced it and nobody uses it any more, or the process stops.',
  },
  'resource.unclosed': {
    level: 'warn',
    text: ({ resource, reason }) => `the resource ${String(resource)} could not be closed: ${String(reason)}`,
    when: 'Its `close` threw or took too long. Of an attempt that had completed: it has failed with that.',
  },
  'queue.troubled': {
    level: 'warn',
    text: ({ queue }) => `queue ${String(queue)} cannot be worked on; it is tried again`,
    when: 'For another reason than the store; once until it works again.',
  },
  'attempts.softly': {
    level: 'info',
    text: ({ limit }) => `attempts that still run were told to end; they have ${String(limit)} for it`,
    when: 'A stop has waited for as long as `shutdown.warm` says, and their signals are aborted.',
  },
  'attempts.unfinished': {
    level: 'warn',
    text: 'attempts did not end in time; their jobs are given back',
    when: 'A stop is at its limit.',
  },
  'outcomes.unstored': {
    level: 'warn',
    text: 'not every outcome could be stored; those jobs are rescued when the lease ends',
    when: 'A stop is at its limit, and the store does not answer.',
  },
  'jobs.unblocked': {
    level: 'info',
    text: ({ count }) =>
      `${counted(Number(count), 'held job runs', 'held jobs run')} again: task, version or key may be there now`,
    when: 'A reload or a new process brought what was missing, or may have.',
  },
  'care.needed': {
    level: 'warn',
    text: ({ finding }) => String(finding),
    when: 'Jobs wait where nobody works, or schedules where nobody fires them; once until it is put right.',
  },
  'care.over': {
    level: 'info',
    text: ({ finding }) => `put right: ${String(finding)}`,
    when: 'Once for each `care.needed`.',
  },
  'work.done': {
    level: 'info',
    text: ({ inMs, ...done }) => `${summaryOf(done)} in ${secondsOf(Number(inMs))}`,
    when: 'What the process did in the last minute, if anything, and at its end.',
  },
  'tracing.setting': {
    level: 'warn',
    text: ({ problem }) => String(problem),
    when: 'An OTEL_ variable, or a part that a program gave to tracing, cannot be used; once.',
  },
  'tracing.absent': {
    level: 'warn',
    text: ({ reason }) => `tracing could not be set up; work goes on without it: ${String(reason)}`,
    when: 'At the start, or when a reload turned it on.',
  },
  'tracing.shared': {
    level: 'debug',
    text: 'tracing through the OpenTelemetry SDK that is registered already',
    when: 'At the start, and when a reload changed what of it still counts.',
  },
  'tracing.on': { level: 'debug', text: 'tracing is on', when: 'At the start, and when a reload changed it.' },
  'tracing.off': { level: 'debug', text: 'tracing is off', when: 'A reload turned it off.' },
  'source.consumes': {
    level: 'info',
    text: ({ source, queue }) => `source ${String(source)}: takes messages from ${String(queue)}`,
    when: 'The broker is there for the first time since the start, or since a reload has brought or changed the source.',
  },
  'source.waits': {
    level: 'warn',
    text: ({ source, broker, reason }) =>
      `source ${String(source)}: no messages come from the broker ${String(broker)}; it is asked again and again: ${String(reason)}`,
    when: 'There is no connection, or the queue is not there; once until there is.',
  },
  'source.back': {
    level: 'info',
    text: ({ source, queue }) => `source ${String(source)}: takes messages from ${String(queue)} again`,
    when: 'Once for each `source.waits`.',
  },
  'sources.unstarted': {
    level: 'error',
    text: ({ reason }) => `sources cannot be started, and their messages stay in their queues: ${String(reason)}`,
    when: 'What speaks to brokers cannot be loaded; the next reload tries again.',
  },
  'message.refused': {
    level: 'warn',
    text: ({ source, reason, to }) => {
      const where = typeof to === 'string' ? `it was sent to the exchange ${to}` : 'it was rejected';
      return `source ${String(source)}: a message cannot become a job; ${where}: ${String(reason)}`;
    },
    when: 'It is no JSON, or what its task does not take; once for each.',
  },
  'tracing.lost': {
    level: 'warn',
    text: ({ droppedSpans, forgottenSpans }) => {
      const room = forgottenSpans === 0 ? '' : `; ${String(forgottenSpans)} that were held had to make room`;
      return `${counted(Number(droppedSpans), 'span has', 'spans have')} not reached the backend${room}`;
    },
    when: 'At the end of tracing, with how many in all: dropped, in requests that failed, or not sent within two seconds.',
  },
  'tracing.processor': {
    level: 'warn',
    text: ({ processor, call, reason }) => {
      const whose = typeof processor === 'string' ? `the span processor ${processor}` : 'a span processor';
      return `${whose} of the program failed in ${String(call)}; work and other processors go on: ${String(reason)}`;
    },
    when: 'A span processor that was given to `createPlatform` throws, rejects or does not shut down in time; once for each.',
  },
  'tracing.failing': {
    level: 'warn',
    text: ({ reason }) => `traces cannot be exported; work goes on without them: ${String(reason)}`,
    when: 'The backend does not take them; once until it does, once a minute at most.',
  },
  'tracing.works': {
    level: 'info',
    text: ({ failures }) => `traces are exported again; ${counted(Number(failures), 'request')} failed so far`,
    when: 'Once for each `tracing.failing`.',
  },
  'tracing.drops': {
    level: 'warn',
    text: 'spans are dropped: more of them end than the backend takes; work goes on, and this is not repeated',
    when: 'The export queue is full; once.',
  },
  'tracing.forgets': {
    level: 'warn',
    text: 'spans make room that are held for lives which may be kept: more lives are under way than are held; work goes on, and this is not repeated',
    when: 'With `telemetry.traces.keep`: more than 16 384 spans are held; once.',
  },
  'logs.absent': {
    level: 'warn',
    text: ({ reason }) => `log lines cannot be sent; they are written here all the same: ${String(reason)}`,
    when: 'At the start, or when a reload turned it on.',
  },
  'logs.failing': {
    level: 'warn',
    text: ({ reason }) =>
      `log lines are not taken by the backend; they are written here all the same: ${String(reason)}`,
    when: 'The backend does not take them; once until it does, once a minute at most.',
  },
  'logs.works': {
    level: 'info',
    text: ({ failures }) => `log lines are taken again; ${counted(Number(failures), 'request')} failed so far`,
    when: 'Once for each `logs.failing`.',
  },
  'metrics.absent': {
    level: 'warn',
    text: ({ reason }) => `metrics could not be set up; work goes on without their export: ${String(reason)}`,
    when: 'At the start, or when a reload turned them on.',
  },
  'metrics.on': { level: 'debug', text: 'metrics are on', when: 'At the start, and when a reload changed them.' },
  'metrics.off': { level: 'debug', text: 'metrics are off', when: 'A reload turned them off.' },
  'metrics.failing': {
    level: 'warn',
    text: ({ reason }) => `metrics cannot be exported; work goes on without that: ${String(reason)}`,
    when: 'The backend does not take them; once until it does, once a minute at most.',
  },
  'metrics.works': {
    level: 'info',
    text: ({ failures }) => `metrics are exported again; ${counted(Number(failures), 'request')} failed so far`,
    when: 'Once for each `metrics.failing`.',
  },
} as const satisfies Readonly<Record<string, LogLineSpec>>;

/** A burst may have been over in no time; `0 s` would say that nothing was measured. */
function secondsOf(ms: number): string {
  return ms < 1_000 ? 'less than 1 s' : `${Math.round(ms / 1_000)} s`;
}
