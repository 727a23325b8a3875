export { DIAGNOSTIC_CODES } from './codes.ts';
export * from './load.ts';
export * from './manifest.ts';
export * from './ports.ts';
export { expandInclude } from './read.ts';
export { redactUrl } from './redact.ts';
export { checkSchema } from './schema-check.ts';
export { compileSchema } from './schema-compiler.ts';
export { toYaml } from './to-yaml.ts';
