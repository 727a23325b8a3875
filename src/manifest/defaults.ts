import type { Json } from '../foundation/index.ts';
import { manifestSchema } from './source.generated.ts';

/** Each default is written once, in the schema; everything here only reads it there. */
export const definitions = manifestSchema.$defs;

export const manifestDefaults = {
  name: manifestSchema.properties.name.default,
  engine: manifestSchema.properties.engine.default,
  admin: definitions.admin.properties,
  schedulePayload: definitions.cronSchedule.properties.payload.default as Json,
  /** An HTTP route that enqueues has another method by default than one that shows. */
  httpMethod: (enqueues: boolean): 'POST' | 'GET' =>
    (enqueues ? definitions.enqueueRoute : definitions.showRoute).properties.method.default,
} as const;
