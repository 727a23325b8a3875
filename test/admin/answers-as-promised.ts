/** Every answer that a test gets is held against what the document promises for it. */
import assert from 'node:assert/strict';

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { ENDPOINTS } from '../../src/admin/endpoints.ts';
import { openApiDocument } from '../../src/admin/openapi.ts';
import type { ServerEndpoint as Endpoint } from '../../src/admin/service.ts';
import { NDJSON } from '../../src/api/index.ts';
import { fakeManifest } from './fake-served.ts';

type Schema = Readonly<Record<string, unknown>>;
interface Promised {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

const ID = 'skep:document';
const document = openApiDocument(ENDPOINTS, '0', fakeManifest({})) as unknown as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Promised> }>>>>;
};
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: ID, ...document });
const checks = new Map<string, ValidateFunction>();

/** @returns the endpoint that answers, none where the path is a manifest's route or nothing at all */
export function endpointOf(method: string, path: string): Endpoint | undefined {
  const [plain = ''] = path.split('?', 1);
  // What is written out wins over a parameter, as in the router: it is declared in front.
  return ENDPOINTS.find((one) => one.method === method && matches(one.path, plain));
}

function matches(pattern: string, path: string): boolean {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((step, at) => step.startsWith(':') || step === given[at]);
}

export interface Answered {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** @throws AssertionError where the document does not promise such an answer of that endpoint */
export function assertDocumented(endpoint: Endpoint, { status, type, text }: Answered): void {
  const path = endpoint.path.replace(/:([A-Za-z_]\w*)/g, '{$1}');
  const { responses } = document.paths[path]?.[endpoint.method.toLowerCase()] ?? { responses: {} };
  const promised = responses[String(status)];
  assert.ok(promised, `${endpoint.name} may not answer ${status}: ${text.slice(0, 500)}`);
  const [plain = ''] = type.split(';', 1);
  const content = promised.content ?? {};
  if (text === '') return;
  assert.ok(content[plain], `${endpoint.name} may not answer ${status} as ${plain}: ${text.slice(0, 500)}`);
  if (!plain.endsWith('json')) return;
  const check = checkOf(['paths', path, endpoint.method.toLowerCase(), 'responses', String(status), 'content', plain]);
  const values = plain === NDJSON ? text.trimEnd().split('\n') : [text];
  for (const value of values) {
    const valid = check(JSON.parse(value));
    assert.ok(valid, `${endpoint.name}: ${ajv.errorsText(check.errors)}\n${value.slice(0, 2_000)}`);
  }
}

function checkOf(steps: readonly string[]): ValidateFunction {
  const pointer = [...steps, 'schema'].map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
  const ref = `${ID}#/${pointer.map(encodeURIComponent).join('/')}`;
  const check = checks.get(ref) ?? ajv.compile({ $ref: ref });
  checks.set(ref, check);
  return check;
}

/** @throws AssertionError where a schema of the document does not allow the value */
export function assertAllowed(schema: Schema | undefined, value: unknown, place: string): void {
  const whole = JSON.parse(JSON.stringify(schema ?? false).replaceAll('"#/components', `"${ID}#/components`)) as Schema;
  const check = ajv.compile(whole);
  assert.ok(check(value), `${place}${ajv.errorsText(check.errors)}\n${JSON.stringify(value)}`);
}
