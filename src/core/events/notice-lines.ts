/** Lines about the process, its store and its surroundings: the second table of the log, see event-lines.ts. */
import { counted, type LogFields, type Logger } from '../../foundation/index.ts';
import { EVENT_LINES, type LogLineSpec } from './event-lines.ts';
import type { LifecycleEventType } from './events.ts';
import { WORK_LINES } from './work-lines.ts';

const PROCESS_LINES = {
  'manifest.mended': {
    level: 'info',
    text: 'manifest is without problems again and the same as that in force',
    when: 'Files that were refused have been put right.',
  },
  'manifest.warning': {
    level: 'warn',
    text: ({ file, message }) => `${String(file)}: ${String(message)}`,
    when: 'At the start, for each warning that `skep check` shows.',
  },
  'alert.untold': {
    level: 'error',
    text: ({ alert, to, reason }) => `alert ${String(alert)} could not be told to ${String(to)}: ${String(reason)}`,
    when: 'The job that tells it is dead, or cannot be made: its payload does not fit the task. Once until one comes through; the others are told.',
  },
  'restart.needed': {
    level: 'warn',
    text: ({ change }) => String(change),
    when: 'A reload brought a change that waits for the next start.',
  },
  'executor.ended': {
    level: 'warn',
    text: ({ executor, reason }) => `${String(executor)} of a pool ended while nothing ran in it: ${String(reason)}`,
    when: 'What a handler left behind ended its thread or process after the attempt; another one takes its place.',
  },
  'executor.unstarted': {
    level: 'error',
    text: ({ executor, reason }) => `${String(executor)} of a pool could not be started: ${String(reason)}`,
    when: 'A thread or process ended before it could run anything; the attempt that waited for it has failed.',
  },
  'process.ready': { level: 'info', text: 'ready', when: '`skep run` works from now on.' },
  'admin.listens': { level: 'info', text: 'admin API listens', when: 'The admin API answers at that address.' },
  'health.listens': {
    level: 'info',
    text: 'health endpoint listens',
    when: 'A process without the api role answers probes at that address.',
  },
  'process.stopping': {
    level: 'info',
    text: ({ limit }) => `stopping; running jobs have ${String(limit)}`,
    when: 'The first SIGTERM or Ctrl-C.',
  },
  'process.told': {
    level: 'info',
    text: ({ by, what, refused }) =>
      `told by ${String(by)}: ${String(what)}${typeof refused === 'string' ? `; refused: ${refused}` : ''}`,
    when: 'A person or program told this process to pause, resume, stop, or work otherwise (`skep workers`).',
  },
  'process.orphaned': {
    level: 'warn',
    text: 'the npm that started this process is gone without a word; taken for a SIGTERM',
    when: 'The npm or npx above does not pass every signal on.',
  },
  'process.hurried': {
    level: 'warn',
    text: ({ signal }) => `${String(signal)}: running jobs are released at once`,
    when: 'The second SIGTERM or Ctrl-C, or a SIGQUIT.',
  },
  'supervisor.deaf': {
    level: 'warn',
    text: ({ error }) => `systemd cannot be told of this process: ${String(error)}`,
    when: 'NOTIFY_SOCKET is set, and `systemd-notify` is missing or fails; once, until it goes on.',
  },
  'supervisor.unfed': {
    level: 'error',
    text: ({ reason }) => `the watchdog of systemd is not fed: ${String(reason)}`,
    when: 'Consumers stand still although the store answers; systemd starts another process when it goes on.',
  },
  'process.exited': {
    level: 'error',
    text: ({ exit }) =>
      `the process was ended from within, by process.exit(${String(exit)}); its jobs are rescued when its lease runs out`,
    when: 'A handler or a library ended the process; exit code 1 at least.',
  },
  'promise.unhandled': {
    level: 'error',
    text: 'a promise was rejected and nobody handled it; the process goes on',
    when: 'A handler forgot to await.',
  },
  'error.uncaught': {
    level: 'error',
    text: 'an error was thrown outside of any job; the process stops',
    when: 'Nobody knows what state the process is in; exit code 1.',
  },
  'prints.lost': {
    level: 'warn',
    text: ({ what }) => String(what),
    when: 'What handlers print cannot be written; once a minute at most.',
  },
  'log.gap': {
    level: 'warn',
    text: ({ dropped, reason }) =>
      `the log could not be written (${String(reason)}): ${counted(Number(dropped), 'line is', 'lines are')} missing here`,
    when: 'The log can be written again; once for each gap.',
  },
  'store.made': {
    level: 'info',
    text: 'made a new store: there was none at that path',
    when: 'The first start, or a path that is mistyped.',
  },
  'store.awaited': {
    level: 'warn',
    text: 'the store does not answer yet; trying on',
    when: 'A start waits for its store; once.',
  },
  'store.gone': {
    level: 'warn',
    text: ({ reason }) => `the store does not answer: ${String(reason)}; work waits for it`,
    when: 'The store was there and is away; once until it is back, whatever fails meanwhile.',
  },
  'store.back': {
    level: 'info',
    text: ({ away }) => `the store answers again after ${String(away)}; work goes on`,
    when: 'Once for each `store.gone`.',
  },
  'store.refuses': {
    level: 'warn',
    text: ({ reason }) => `the store refuses work: ${String(reason)}`,
    when: 'It answers and takes nothing (full, read only, replaced); once until it works again.',
  },
  'store.works': {
    level: 'info',
    text: ({ away }) => `the store takes work again after ${String(away)}`,
    when: 'Once for each `store.refuses`.',
  },
  'store.slower': {
    level: 'warn',
    text: ({ reason }) => `the store works, and slower than it could: ${String(reason)}`,
    when: 'Redis has functions and refuses the library of Skep for its text; once in a process.',
  },
  'store.abandoned': {
    level: 'warn',
    text: 'the store is gone, or takes nothing; jobs held here are rescued when the lease runs out',
    when: 'A stop could not tell the store of it; exit code 1.',
  },
  'store.unclosed': {
    level: 'warn',
    text: ({ error }) => `the store could not be closed in good order: ${String(error)}`,
    when: 'At the end of a stop.',
  },
  'store.left': {
    level: 'warn',
    text: 'the store could not be told that this process ends; its lease runs out',
    when: 'At the end of a stop.',
  },
  'jobs.moved-on': {
    level: 'info',
    text: ({ count }) => `jobs of queues that are no more were moved to those that \`moved\` names: ${String(count)}`,
    when: 'After a reload with `moved.queues`.',
  },
  'revision.unrecorded': {
    level: 'warn',
    text: ({ error }) => `the revision of the manifest could not be recorded: ${String(error)}`,
    when: 'At a start or reload; the number follows later.',
  },
  'watch.failed': {
    level: 'warn',
    text: ({ error }) => `watching files failed, they are looked at now and then: ${String(error)}`,
    when: 'No inotify left, say; once until files are watched again.',
  },
  'listener.failed': {
    level: 'error',
    text: ({ error }) => `a listener of events failed: ${String(error)}`,
    when: 'A fault of Skep, or of a program that subscribed.',
  },
  'audit.line': {
    level: 'info',
    text: ({ operation, subject, by, outcome, code }) =>
      `${String(by)}: ${String(operation)}${typeof subject === 'string' ? ` ${subject}` : ''}, ${String(code ?? outcome)}`,
    when: 'Somebody changed something, logged in, or was refused: as the store keeps it (`skep audit`).',
  },
  'audit.unwritten': {
    level: 'error',
    text: ({ error }) => `what was changed could not be written down in the store: ${String(error)}`,
    when: 'The store did not take a line of `skep audit`; `line` is what it would say. The change itself is as it was answered.',
  },
  'request.acted': {
    level: 'info',
    text: requestText,
    when: 'A person or program changed something by the admin API: pause, retry, cancel, remove, reload.',
  },
  'request.served': {
    level: 'debug',
    text: requestText,
    when: 'Reads, and requests that enqueue jobs: as frequent as the jobs themselves.',
  },
  'connection.broke': {
    level: 'debug',
    text: ({ error }) => `a connection broke: ${String(error)}`,
    when: 'A client went away in the midst of its request.',
  },
  'request.failed': {
    level: 'error',
    text: ({ error }) => `request failed: ${String(error)}`,
    when: 'A fault of Skep; the client was told 500, or its stream was cut.',
  },
  'reload.unchanged': {
    level: 'warn',
    text: ({ error }) => `SIGHUP changed nothing: ${String(error)}`,
    when: 'The files that were asked for have problems.',
  },
} as const satisfies Readonly<Record<string, LogLineSpec>>;

export const NOTICE_LINES = { ...PROCESS_LINES, ...WORK_LINES } as const;

export type NoticeName = keyof typeof NOTICE_LINES;

const LINES: Readonly<Record<string, LogLineSpec>> = { ...EVENT_LINES, ...NOTICE_LINES };

/** Writes the line of that name, with its name as the field `event`. */
export function tell(logger: Logger, name: NoticeName | LifecycleEventType, fields: LogFields = {}): void {
  const line = LINES[name];
  if (line === undefined || logger.isEnabled?.(line.level) === false || line.unless?.(fields) === true) return;
  const { level, text } = line;
  logger[level]({ event: name, ...fields }, typeof text === 'string' ? text : text(fields));
}

/** With the path as it was asked for: the route alone does not say which queue, job or schedule. */
function requestText({ method, path, status, caller }: LogFields): string {
  return `${String(method)} ${String(path)} ${String(status)}${typeof caller === 'string' ? ` by ${caller}` : ''}`;
}
