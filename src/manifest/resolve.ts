import { resolveAdmin } from './resolve-admin.ts';
import { resolveEngine } from './resolve-engine.ts';
import { resolveHandlers } from './resolve-handlers.ts';
import { resolveHttpRoutes } from './resolve-http-routes.ts';
import { resolveReferences } from './resolve-references.ts';
import { resolveSchedules } from './resolve-schedules.ts';
import { resolveSchemas } from './resolve-schemas.ts';
import { resolveTemplates } from './resolve-templates.ts';
import { resolveTasks } from './resolve-tasks.ts';
import { resolveTaskRoutes } from './resolve-task-routes.ts';
import { resolveTimeouts } from './resolve-timeouts.ts';
import type { Resolving } from './resolving.ts';

/** Finds everything that JSON Schema cannot say. Every problem goes into `problems`; nothing is changed. */
export async function resolve(context: Resolving): Promise<void> {
  resolveEngine(context);
  resolveReferences(context);
  resolveTasks(context);
  resolveTimeouts(context);
  resolveTaskRoutes(context);
  resolveHttpRoutes(context);
  resolveTemplates(context);
  resolveSchemas(context);
  resolveSchedules(context);
  resolveAdmin(context);
  await resolveHandlers(context);
}
