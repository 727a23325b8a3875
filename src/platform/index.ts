export { createPlatform } from './create-platform.ts';
export type { Advice } from './doctor/advise.ts';
export { type DoctorCheck, examineStore, type StoreExamination } from './examine-store.ts';
export { manifestFingerprint } from './fingerprint.ts';
export { loadManifest, type LoadManifestOptions } from './load-manifest.ts';
export { manifestNames } from './manifest-names.ts';
export type { MigrateCounts, MigrateReport } from './migrate.ts';
export { migrateStores } from './migrate-stores.ts';
export { openOperations } from './open-operations.ts';
export { plannedTicks } from './planned-ticks.ts';
export { plannedWorkflow, plannedWorkflows } from './planned-workflows.ts';
export type { Platform } from './platform.ts';
export type { PlatformOptions, QueueSelection } from './platform-options.ts';
export { type CheckedManifest, checkManifest, readManifest } from './read-manifest.ts';
export type { TestReport } from './rehearsal/run-tests.ts';
export { type FindingsAround, type ScheduleFinding, scheduleFindings } from './schedule-findings.ts';
export type * from './served.ts';
export type { SimulatedQueue, SimulationView } from './simulation/simulation-view.ts';

/** What `skep test`, `doctor` and `simulate` do, loaded when it is asked for. */
export const understanding = () => import('./understanding.ts');
