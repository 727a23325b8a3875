export * from './abort-reasons.ts';
export { AttemptContext, type Child, type ChildItem, type ContextSource, type StartItem } from './attempt-context.ts';
export * from './attempt-events.ts';
export * from './attempts.ts';
export * from './care.ts';
export * from './clock-changes.ts';
export * from './collecting.ts';
export {
  type Condition,
  conditionHolds,
  conditionPaths,
  type ConditionRead,
  holdsWhere,
  readCondition,
} from './conditions.ts';
export * from './consequences.ts';
export type { CronProblem } from './cron-fields.ts';
export { canonicalCron, checkCron, type CronCheck, type CronWarning, type DayMatch } from './cron-grammar.ts';
export { type CronObject, cronText } from './cron-object.ts';
export { isFixedTime } from './cron-patterns.ts';
export * from './dead-letter.ts';
export * from './done.ts';
export {
  ENQUEUE_OPTIONS,
  type EnqueueOptions,
  OPTION_VALIDATORS,
  type OptionValidator,
} from './enqueue-options.generated.ts';
export { classNames, errorNames } from './error-names.ts';
export { isError, isInstance, read as readMember } from './error-reading.ts';
export * from './error-text.ts';
export * from './event-lines.ts';
export * from './events.ts';
export { DAY_MS } from './exclusion.ts';
export * from './executor.ts';
export * from './far-error.ts';
export * from './fingerprint.ts';
export * from './foreign-options.ts';
export * from './given.ts';
export * from './handler.ts';
export { ContextLogger } from './handler-logger.ts';
export { HandlerSignal } from './handler-signal.ts';
export * from './handler-span.ts';
export * from './hold-scope.ts';
export * from './hook.ts';
export * from './job.ts';
export * from './job-error.ts';
export * from './keyed-gates.ts';
export * from './life.ts';
export * from './lru.ts';
export * from './module-exports.ts';
export * from './notice-lines.ts';
export * from './outcome.ts';
export * from './own-errors.ts';
export * from './payload-key.ts';
export { addressFlaw, parseRedisAddress, type RedisAddress, type RedisNode } from './redis-address.ts';
export * from './resource.ts';
export * from './resource-use.ts';
export * from './results.ts';
export * from './retry.ts';
export * from './retry-policy.ts';
export * from './retry-wish.ts';
export * from './roles.ts';
export * from './scope.ts';
export * from './sealing.ts';
export {
  readSearch,
  SEARCH_FORM,
  SEARCH_KEYS,
  type SearchKey,
  type SearchOrder,
  type SearchRead,
  type SearchTerm,
} from './search.ts';
export { compareBy, matchesSearch, type Searched } from './search-match.ts';
export * from './secret-form.ts';
export * from './sensitive.ts';
export * from './shared-resources.ts';
export * from './states.ts';
export {
  addFigure,
  BOUNDS_MS,
  countEnd,
  type Ending,
  ENDING_OF,
  ENDINGS,
  type Figure,
  noFigure,
  type Reading,
  readingOf,
  type Times,
} from './statistics.ts';
export * from './steering.ts';
export {
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
} from './stream-events.ts';
export * from './task-pattern.ts';
export * from './templates.ts';
export * from './tick-delay.ts';
export * from './ticks.ts';
export * from './timezones.ts';
export * from './timing.ts';
export * from './tracing.ts';
export * from './unique.ts';
export * from './waits.ts';
export * from './ways.ts';
export * from './workflow/index.ts';
export { instantOf, isRead, type Span, spanAfter, spanAt } from './zone-spans.ts';
