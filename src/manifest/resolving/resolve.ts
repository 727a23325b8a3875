import type { Slices } from '../../foundation/index.ts';
import { resolveAdmin } from './resolve-admin.ts';
import { resolveAfter } from './resolve-after.ts';
import { resolveAlerts } from './resolve-alerts.ts';
import { resolvePrograms } from './resolve-command.ts';
import { resolveDeadTo } from './resolve-dead-to.ts';
import { resolveEachTask } from './resolve-each-task.ts';
import { resolveEncryption } from './resolve-encryption.ts';
import { resolveEngine } from './resolve-engine.ts';
import { resolveExecutors } from './resolve-executors.ts';
import { resolveHandlers } from './resolve-handlers.ts';
import { resolveHolds } from './resolve-holds.ts';
import { resolveHooks } from './resolve-hooks.ts';
import { resolveHttpRoutes } from './resolve-http-routes.ts';
import { resolveLimits } from './resolve-limits.ts';
import { resolveMoved } from './resolve-moved.ts';
import { resolveOrder } from './resolve-order.ts';
import { resolveReferences } from './resolve-references.ts';
import { resolveSources } from './resolve-sources.ts';
import { resolveSchedules } from './resolve-schedules.ts';
import { resolveShutdown } from './resolve-shutdown.ts';
import { resolveTelemetry } from './resolve-telemetry.ts';
import { resolveTests } from './resolve-tests.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { resolveTaskRoutes } from './resolve-task-routes.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';
import { resolveUnique } from './resolve-unique.ts';
import { resolveWorkflows } from '../workflows/resolve-workflows.ts';
import type { Resolving } from './resolving.ts';

/** In the order in which their problems are told where they are of one place. */
const STAGES: readonly ((context: Resolving) => void | Iterator<void, void>)[] = [
  resolveEngine,
  resolveReferences,
  resolveEachTask,
  resolveTimeouts,
  resolveSources,
  resolveExecutors,
  resolveLimits,
  resolveHolds,
  resolveTelemetry,
  resolveAlerts,
  resolveOrder,
  resolveUnique,
  resolveHooks,
  resolveDeadTo,
  resolveShutdown,
  resolveTaskRoutes,
  resolveHttpRoutes,
  resolveAfter,
  resolveTemplates,
  resolveEncryption,
  resolveWorkflows,
  resolveMoved,
  resolveSchedules,
  resolveAdmin,
  resolveTests,
];

/** Finds everything that JSON Schema cannot say. Every problem goes into `problems`; nothing is changed. */
export async function resolve(context: Resolving, slices: Slices): Promise<void> {
  for (const stage of STAGES) {
    const work = stage(context);
    if (work) await slices.run(work);
    if (slices.over) await slices.next();
  }
  await resolveHandlers(context, slices);
  await resolvePrograms(context);
}
