export { createPlatform } from './create-platform.ts';
export type { Advice } from './doctor/advise.ts';
export { type DoctorCheck, examineStore, type StoreExamination } from './doctor/examine-store.ts';
export { type FindingsAround, type ScheduleFinding, scheduleFindings } from './doctor/schedule-findings.ts';
export { manifestFingerprint } from './fingerprint.ts';
export { loadManifest, type LoadManifestOptions } from './generations/load-manifest.ts';
export { type CheckedManifest, checkManifest, invalidManifest, readManifest } from './generations/read-manifest.ts';
export { openOperations } from './local/open-operations.ts';
export type { MigrateCounts, MigrateReport } from './migrating/migrate.ts';
export { migrateStores } from './migrating/migrate-stores.ts';
export type { Platform } from './platform.ts';
export type { PlatformOptions, QueueSelection } from './platform-options.ts';
export type { TestReport } from './rehearsal/run-tests.ts';
export type * from './served.ts';
export type { SimulatedQueue, SimulationView } from './simulation/simulation-view.ts';
export { manifestNames } from './views/manifest-names.ts';
export { plannedTicks } from './views/planned-ticks.ts';
export { plannedWorkflow, plannedWorkflows } from './views/planned-workflows.ts';

/** What `skep test`, `doctor` and `simulate` do, loaded when it is asked for. */
export const understanding = () => import('./generations/understanding.ts');
