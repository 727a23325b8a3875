/** Sections that hold entries by name. */
export const NAMED_SECTIONS = ['queues', 'retryPolicies', 'tasks', 'schedules'] as const;
export type NamedSection = (typeof NAMED_SECTIONS)[number];
