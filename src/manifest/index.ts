export { type AdminAddress, adminAddress } from './admin-address.ts';
export { resourceRefs } from './code.ts';
export type { Places } from './expanding/places.ts';
export {
  coveredTexts,
  type ManifestText,
  placesOf,
  readFiles,
  readTexts,
  textsOf,
  warningsOf,
  writtenFiles,
} from './expanding/written.ts';
export type * from './generation.ts';
export type { HandlerRef } from './handler-ref.ts';
export * from './load.ts';
export * from './manifest.ts';
export * from './own-names.ts';
export { fillPayload } from './payload-template.ts';
export * from './ports.ts';
export { redactUrl } from './redact.ts';
export { placeOfRoute, routeFor } from './route-place.ts';
export { isGuarded } from './schemas/guarded.ts';
export { expandInclude } from './schemas/include-pattern.ts';
export { checkSchema } from './schemas/schema-check.ts';
export { compileLater, compileSchema, type SchemaValidator, type SchemaViolation } from './schemas/schema-compiler.ts';
export { fillerOf } from './schemas/schema-defaults.ts';
export { SchemaPlace } from './schemas/schema-places.ts';
export { taskTypes } from './schemas/task-types.ts';
export { isNamed, NAMED_SECTIONS, type NamedSection, SECTIONS } from './sections.ts';
export * from './specs/admin-spec.ts';
export type * from './specs/alert-spec.ts';
export * from './specs/hook-spec.ts';
export { tickPayload } from './specs/schedule-tick.ts';
export type * from './specs/source-spec.ts';
export * from './specs/task-spec.ts';
export type * from './specs/telemetry-spec.ts';
export type * from './specs/test-spec.ts';
export { TaskRouter } from './task-router.ts';
export { type InlineProblem, readInline } from './workflows/inline.ts';
export type * from './workflows/workflow-spec.ts';
export { readForeignYaml } from './yaml/foreign-yaml.ts';
export { readYaml } from './yaml/read-yaml.ts';
export { toYaml } from './yaml/to-yaml.ts';
