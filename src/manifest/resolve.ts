import { resolveAdmin } from './resolve-admin.ts';
import { resolvePrograms } from './resolve-command.ts';
import { resolveEncryption } from './resolve-encryption.ts';
import { resolveEngine } from './resolve-engine.ts';
import { resolveExecutors } from './resolve-executors.ts';
import { resolveHandlers } from './resolve-handlers.ts';
import { resolveHooks } from './resolve-hooks.ts';
import { resolveHttpRoutes } from './resolve-http-routes.ts';
import { resolveLimits } from './resolve-limits.ts';
import { resolvePayloads } from './resolve-payloads.ts';
import { resolveReferences } from './resolve-references.ts';
import { resolveSchedules } from './resolve-schedules.ts';
import { resolveSchemas } from './resolve-schemas.ts';
import { resolveShutdown } from './resolve-shutdown.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { resolveTaskRoutes } from './resolve-task-routes.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';
import { resolveVersions } from './resolve-versions.ts';
import { resolveWork } from './resolve-work.ts';
import { resolveWorkflows } from './workflows/resolve-workflows.ts';
import type { Resolving } from './resolving.ts';

/** Finds everything that JSON Schema cannot say. Every problem goes into `problems`; nothing is changed. */
export async function resolve(context: Resolving): Promise<void> {
  resolveEngine(context);
  resolveReferences(context);
  resolveTimeouts(context);
  resolveWork(context);
  resolveExecutors(context);
  resolveLimits(context);
  resolveHooks(context);
  resolveShutdown(context);
  resolveTaskRoutes(context);
  resolveHttpRoutes(context);
  resolveTemplates(context);
  resolveSchemas(context);
  resolvePayloads(context);
  resolveEncryption(context);
  resolveVersions(context);
  resolveWorkflows(context);
  resolveSchedules(context);
  resolveAdmin(context);
  await resolveHandlers(context);
  await resolvePrograms(context);
}
