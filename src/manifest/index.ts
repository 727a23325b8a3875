export { DIAGNOSTIC_CODES, type DiagnosticCode } from './codes.ts';
export * from './load.ts';
export * from './manifest.ts';
export * from './ports.ts';
export { expandInclude } from './read.ts';
export { redactUrl } from './redact.ts';
export { checkSchema, type SchemaProblem } from './schema-check.ts';
export { compileSchema, type SchemaValidator, type SchemaViolation } from './schema-compiler.ts';
export { toYaml } from './to-yaml.ts';
