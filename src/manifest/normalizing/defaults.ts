import { manifestSchema } from '../source.generated.ts';

/** Each default is written once, in the schema. expand fills in most; here are those that others are asked before. */
export const definitions = manifestSchema.$defs;

export const manifestDefaults = {
  name: manifestSchema.properties.name.default,
  admin: definitions.admin.properties,
} as const;
