export { type AdminAddress, adminAddress } from './admin-address.ts';
export * from './admin-spec.ts';
export type * from './alert-spec.ts';
export { resourceRefs } from './code.ts';
export { readForeignYaml } from './foreign-yaml.ts';
export type * from './generation.ts';
export { isGuarded } from './guarded.ts';
export type { HandlerRef } from './handler-ref.ts';
export * from './hook-spec.ts';
export { expandInclude } from './include-pattern.ts';
export * from './load.ts';
export * from './manifest.ts';
export { fillPayload } from './payload-template.ts';
export * from './ports.ts';
export { readYaml } from './read-yaml.ts';
export { redactUrl } from './redact.ts';
export { placeOfRoute, routeFor } from './route-place.ts';
export { tickPayload } from './schedule-tick.ts';
export { checkSchema } from './schema-check.ts';
export { compileLater, compileSchema, type SchemaValidator, type SchemaViolation } from './schema-compiler.ts';
export { fillerOf } from './schema-defaults.ts';
export { SchemaPlace } from './schema-places.ts';
export { isNamed, NAMED_SECTIONS, type NamedSection, SECTIONS } from './sections.ts';
export type * from './source-spec.ts';
export { TaskRouter } from './task-router.ts';
export * from './task-spec.ts';
export { taskTypes } from './task-types.ts';
export type * from './telemetry-spec.ts';
export type * from './test-spec.ts';
export { toYaml } from './to-yaml.ts';
export { type InlineProblem, readInline } from './workflows/inline.ts';
export type * from './workflows/workflow-spec.ts';
export {
  coveredTexts,
  type ManifestText,
  type Places,
  placesOf,
  readFiles,
  readTexts,
  textsOf,
  writtenFiles,
} from './written.ts';
