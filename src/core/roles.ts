/** What one process does: run jobs, fire schedules, serve the admin API. Any mix of them, in any number of processes. */
export const PLATFORM_ROLES = ['worker', 'scheduler', 'api'] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];

/** Which of several queues that share the places of a process comes first while they are short. */
export const QUEUE_STRATEGIES = ['strict', 'weighted', 'roundRobin'] as const;
/** Parts of a queue beside those of the others, whole numbers from 1 to QUEUE_WEIGHT_MAX; what is not named has 1. */
export type QueueWeights = Readonly<Record<string, number>>;
export const QUEUE_WEIGHT_MAX = 1_000;

export type QueueStrategy = (typeof QUEUE_STRATEGIES)[number];
