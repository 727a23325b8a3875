/** What one process does: run jobs, fire schedules, serve the admin API. Any mix of them, in any number of processes. */
export const PLATFORM_ROLES = ['worker', 'scheduler', 'api'] as const;
export type PlatformRole = (typeof PLATFORM_ROLES)[number];
