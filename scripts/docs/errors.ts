import { ERROR_CODES } from '../../src/foundation/index.ts';

/** @returns docs/errors.md */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, { kind, summary }]) => `| \`${code}\` | ${kind} | ${summary} |`);
  return [
    '# Errors',
    '',
    'Generated from `src/foundation/errors.ts` by `npm run generate`.',
    '',
    'Every failure has a stable code. Over HTTP it is the `code` of a problem+json answer, in the CLI the first word of the',
    'message, in a job its `error.code`. Problems of a manifest are diagnostics with codes of their own (`YAML_…`, `SCHEMA_…`,',
    '`REF_…`, `ENV_…`) under `MANIFEST_INVALID`.',
    '',
    '| kind | HTTP status | exit code |',
    '| --- | --- | --- |',
    '| usage | 400 | 2 |',
    '| invalid | 400; 422 for a payload | 2 |',
    '| unauthenticated | 401 | 4 |',
    '| denied | 403 | 4 |',
    '| not_found | 404 | 3 |',
    '| unsupported | 405, 415 | 1 |',
    '| timeout | 408 | 8 |',
    '| conflict | 409 | 1 |',
    '| too_large | 413 | 1 |',
    '| internal | 500 | 1 |',
    '| unavailable | 503 | 5 |',
    '',
    '| code | kind | when |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
