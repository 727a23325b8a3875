export {
  type Condition,
  conditionHolds,
  conditionPaths,
  type ConditionRead,
  holdsWhere,
  readCondition,
} from './asking/conditions.ts';
export * from './asking/hold-scope.ts';
export * from './asking/scope.ts';
export {
  readSearch,
  SEARCH_KEYS,
  type SearchKey,
  type SearchOrder,
  type SearchRead,
  type SearchTerm,
} from './asking/search.ts';
export { compareBy, matchesSearch, type Searched } from './asking/search-match.ts';
export * from './asking/task-pattern.ts';
export * from './asking/ways.ts';
export * from './attempts.ts';
export * from './baggage.ts';
export * from './consequences.ts';
export * from './dead-letter.ts';
export {
  ENQUEUE_OPTIONS,
  type EnqueueOptions,
  OPTION_VALIDATORS,
  type OptionValidator,
} from './enqueue-options.generated.ts';
export { classNames, errorNames } from './errors/error-names.ts';
export { isError, isInstance, read as readMember } from './errors/error-reading.ts';
export * from './errors/error-text.ts';
export * from './errors/far-error.ts';
export * from './errors/fingerprint.ts';
export * from './errors/job-error.ts';
export * from './errors/own-errors.ts';
export * from './events/attempt-events.ts';
export * from './events/done.ts';
export * from './events/event-lines.ts';
export * from './events/events.ts';
export * from './events/notice-lines.ts';
export {
  countedOf,
  isBeginning,
  MANY,
  RESET,
  type StreamEvent,
  streamEventOf,
  subjectOf,
  TOLD_TYPES,
  type Topic,
  TOPICS,
  type UnstampedEvent,
} from './events/stream-events.ts';
export * from './foreign-options.ts';
export * from './given.ts';
export * from './handlers/abort-reasons.ts';
export {
  AttemptContext,
  type Child,
  type ChildItem,
  type ContextSource,
  keptLine,
  type StartItem,
} from './handlers/attempt-context.ts';
export * from './handlers/collecting.ts';
export * from './handlers/executor.ts';
export * from './handlers/handler.ts';
export { ContextLogger } from './handlers/handler-logger.ts';
export { HandlerSignal } from './handlers/handler-signal.ts';
export * from './handlers/handler-span.ts';
export * from './handlers/hook.ts';
export * from './handlers/module-exports.ts';
export { catchPrints, CaughtPrints, printedBy } from './handlers/printed.ts';
export * from './handlers/resource.ts';
export * from './handlers/resource-use.ts';
export * from './handlers/retry-wish.ts';
export * from './handlers/shared-resources.ts';
export * from './handlers/steering.ts';
export * from './job.ts';
export * from './keyed-gates.ts';
export * from './life.ts';
export * from './lru.ts';
export * from './outcome.ts';
export * from './payload-key.ts';
export { addressFlaw, parseRedisAddress, type RedisAddress, type RedisNode } from './redis-address.ts';
export * from './results.ts';
export * from './retry.ts';
export * from './retry-policy.ts';
export * from './roles.ts';
export * from './secrets/care.ts';
export * from './secrets/sealing.ts';
export * from './secrets/secret-form.ts';
export * from './secrets/sensitive.ts';
export * from './states.ts';
export {
  addFigure,
  BOUNDS_MS,
  countEnd,
  type Ending,
  ENDING_OF,
  type Figure,
  noFigure,
  type Reading,
  readingOf,
  type Times,
} from './statistics.ts';
export * from './templates.ts';
export * from './ticks/clock-changes.ts';
export type { CronProblem } from './ticks/cron-fields.ts';
export { canonicalCron, checkCron, type CronCheck, type CronWarning, type DayMatch } from './ticks/cron-grammar.ts';
export { type CronObject, cronText } from './ticks/cron-object.ts';
export { isFixedTime } from './ticks/cron-readings.ts';
export { DAY_MS } from './ticks/exclusion.ts';
export * from './ticks/tick-delay.ts';
export * from './ticks/ticks.ts';
export * from './ticks/timezones.ts';
export * from './ticks/timing.ts';
export { instantOf, type Span, spanAt } from './ticks/zone-spans.ts';
export * from './tracing.ts';
export * from './unique.ts';
export * from './waits.ts';
export * from './workflow/index.ts';
