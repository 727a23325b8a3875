/** What is told of one queue, task or schedule beside what a list of them has. */
import type { JobState, Reading, RunState } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { readingSchema } from './stats.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, texts } from './schemas.ts';

/** Where it stands in the manifest's files, as they were when they were read; null: nowhere of its own. */
export interface PlaceView {
  /** As diagnostics name it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export const placeSchema: JsonObject = described(
  orNull(objectOf<PlaceView>({ file: text, line: integer })),
  'Where it stands in the manifest; null: nowhere of its own',
);

export interface QueueContext {
  readonly place: PlaceView | null;
  /** What the manifest says of it; null: it does not declare it. */
  readonly settings: QueueSettings | null;
  /** Tasks whose jobs go there, some of them perhaps by a condition on their payload. */
  readonly tasks: readonly string[];
  /** Handlers at once over all processes that live. */
  readonly capacity: number;
  /** What has ended in it within the last hour. */
  readonly lastHour: Reading;
}

export interface QueueSettings {
  readonly prefetch: number;
  readonly globalConcurrency: number | null;
  readonly rate: { readonly limit: number; readonly perMs: number; readonly burst: number } | null;
  readonly shards: number;
  readonly foreign: string | null;
}

export const queueContext: JsonObject = objectOf<QueueContext>({
  place: placeSchema,
  settings: described(
    orNull(
      objectOf<QueueSettings>({
        prefetch: described(integer, 'Jobs that a process reserves beyond its places'),
        globalConcurrency: described(orNull(integer), 'Attempts at once over all processes; null = any number'),
        rate: described(
          orNull(objectOf<NonNullable<QueueSettings['rate']>>({ limit: integer, perMs: integer, burst: integer })),
          'Starts in a time over all processes; null = any number',
        ),
        shards: described(integer, 'Parts that it is spread over, on Redis'),
        foreign: described(orNull(text), 'Task that jobs of plain bee-queue programs run as'),
      }),
    ),
    'What the manifest says of it beside concurrency and order; null: it does not declare it',
  ),
  tasks: described(texts, 'Tasks whose jobs go there, some of them perhaps by a condition'),
  capacity: described(integer, 'Handlers at once over all processes that live'),
  lastHour: described(readingSchema, 'What has ended in it within the last hour'),
});

export interface TaskContext {
  readonly place: PlaceView | null;
  /** When each attempt would start if each failed at once, after the first; a hundred at most. */
  readonly timeline: readonly PlannedStart[];
  /** Routes that may decide on its jobs, in order; the last is the one that takes all that are left, if one does. */
  readonly via: readonly MatchingRoute[];
  /** Requests that become its jobs. */
  readonly http: readonly { readonly method: string; readonly path: string }[];
  readonly schedules: readonly string[];
  readonly workflows: readonly string[];
  /** What has ended of it within the last 24 hours; null: the store is away. */
  readonly lastDay: Reading | null;
}

export interface PlannedStart {
  readonly attempt: number;
  /** After the first began; differ where delays have jitter. */
  readonly earliestMs: number;
  readonly latestMs: number;
}

export interface MatchingRoute {
  readonly match: string;
  readonly where: string | null;
  readonly queue: string;
  readonly place: PlaceView | null;
}

export const taskContext: JsonObject = objectOf<TaskContext>({
  place: placeSchema,
  timeline: described(
    listOf(objectOf<PlannedStart>({ attempt: integer, earliestMs: { type: 'number' }, latestMs: { type: 'number' } })),
    'When each attempt would start if each failed at once, after the first; a hundred at most',
  ),
  via: described(
    listOf(objectOf<MatchingRoute>({ match: text, where: orNull(text), queue: text, place: placeSchema })),
    'Routes that may decide on its jobs, in order',
  ),
  http: described(
    listOf(objectOf<TaskContext['http'][number]>({ method: text, path: text })),
    'Requests that become its jobs',
  ),
  schedules: described(texts, 'Schedules that make its jobs'),
  workflows: described(texts, 'Workflows with a step of it'),
  lastDay: described(orNull(readingSchema), 'What has ended of it within the last 24 hours; null: the store is away'),
});

/** What the manifest says of it beside its instants. */
export interface ScheduleRules {
  /** null: nothing else than usual. */
  readonly dst: { readonly gap: string; readonly overlap: string } | null;
  /** Days and times without ticks, the first fifty. */
  readonly unless: readonly string[];
  readonly unlessMore: number;
  readonly catchUp: {
    readonly policy: string;
    readonly graceMs: number | null;
    readonly windowMs: number;
    readonly limit: number;
  };
  readonly jitterMs: number;
  readonly spreadMs: number;
  readonly pauseAfterFailures: number | null;
  readonly runOnStart: boolean;
}

const milliseconds = { type: 'number' };

const scheduleRules: JsonObject = objectOf<ScheduleRules>({
  dst: described(
    orNull(objectOf<NonNullable<ScheduleRules['dst']>>({ gap: text, overlap: text })),
    'What fixed times do where clocks are set; null: what is usual',
  ),
  unless: described(texts, 'Days, and times of calendars, without ticks: the first fifty'),
  unlessMore: described(integer, 'How many more'),
  catchUp: described(
    objectOf<ScheduleRules['catchUp']>({
      policy: text,
      graceMs: orNull(milliseconds),
      windowMs: milliseconds,
      limit: integer,
    }),
    'What becomes of ticks that nobody saw in time',
  ),
  jitterMs: described(milliseconds, 'Each tick is later by less than this, by chance'),
  spreadMs: described(milliseconds, 'All its ticks are later by less than this, always by the same'),
  pauseAfterFailures: described(orNull(integer), 'Paused after so many failures one after another'),
  runOnStart: described(boolean, 'One tick more when it is first in force'),
});

export interface ScheduleContext {
  readonly place: PlaceView | null;
  readonly rules: ScheduleRules;
  /** The next ten instants by the manifest, whether or not it fires. */
  readonly upcoming: readonly string[];
  /** What its last tick made; null: nothing yet, or retention has removed it. */
  readonly lastMade: {
    readonly kind: 'job' | 'run';
    readonly id: string;
    readonly state: JobState | RunState;
    readonly finishedAt: string | null;
  } | null;
}

export const scheduleContext: JsonObject = objectOf<ScheduleContext>({
  place: placeSchema,
  rules: scheduleRules,
  upcoming: described(listOf(instant), 'The next ten instants by the manifest, whether or not it fires'),
  lastMade: described(
    orNull(
      objectOf<NonNullable<ScheduleContext['lastMade']>>({
        kind: { type: 'string', enum: ['job', 'run'] },
        id: text,
        state: text,
        finishedAt: orNull(instant),
      }),
    ),
    'What its last tick made; null: nothing yet, or retention has removed it',
  ),
});
