import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

const ROOT = path.join(import.meta.dirname, '../../..');
/** DiagnosticSeverity.Error of the language server protocol. */
const ERROR = 1;

const read = (file: string): Promise<string> => readFile(path.join(ROOT, file), 'utf8');

interface Service {
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[] };
}

describe('container files', () => {
  it('Dockerfile has valid syntax', async () => {
    const errors = validate(await read('Dockerfile')).filter(({ severity }) => severity === ERROR);
    assert.deepEqual(errors, []);
  });

  it('Dockerfile runs as a user without rights, in exec form, with a health check and a port', async () => {
    const last = (await read('Dockerfile')).split(/^FROM /m).at(-1) ?? '';
    for (const line of [/^USER node$/m, /^ENTRYPOINT \["node"/m, /^HEALTHCHECK /m, /^EXPOSE 8080$/m]) {
      assert.match(last, line);
    }
  });

  it('compose.yaml is plain data with one service per role', async () => {
    const compose = parse(await read('compose.yaml'), { merge: true }) as { services: Record<string, Service> };
    const commands = Object.values(compose.services).map((service) => (service.command ?? []).join(' '));
    for (const role of ['api', 'scheduler', 'worker']) {
      assert.ok(
        commands.some((command) => command.startsWith(`run --only ${role}`)),
        role,
      );
    }
    const tokens = parse(await read('deploy/tokens.yaml')) as { health: { port: number } };
    for (const role of ['scheduler', 'worker']) {
      assert.match(
        String(compose.services[role]?.healthcheck?.test?.join(' ')),
        new RegExp(`:${tokens.health.port}/healthz`),
      );
    }
    assert.deepEqual(compose.services['worker']?.volumes, [
      './deploy/tokens.yaml:/app/jobs.d/tokens.yaml:ro',
      'shop:/app/var',
    ]);
  });
});
