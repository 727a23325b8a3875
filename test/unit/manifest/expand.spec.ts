import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { expandedSchema, type Schema } from '../../../scripts/expanded-schema.ts';
import { newAjv } from '../../../scripts/manifest-source.ts';
import { Collector } from '../../../src/manifest/collect.ts';
import { Combined } from '../../../src/manifest/normalizing/combine.ts';
import { expand, type Expansion } from '../../../src/manifest/expanding/expand.ts';
import { atOnce } from '../../../src/foundation/index.ts';
import { loadManifestText } from '../../../src/manifest/index.ts';
import { Problems } from '../../../src/manifest/problems.ts';
import { manifestSchema } from '../../../src/manifest/source.generated.ts';

const folder = path.join(import.meta.dirname, '../../manifest-cases');
const file = path.join(folder, 'jobs.yaml');
const HEAD = 'version: 1\nname: a\n';

async function expanded(text: string, env = {}): Promise<Expansion> {
  const problems = new Problems();
  const units = await new Collector(file, { env }, problems).collect(text);
  const combined = atOnce(Combined.of(units, units[0]!.file, problems));
  const expansion = atOnce(expand(combined, problems));
  assert.ok(!problems.failed, JSON.stringify(problems.diagnostics(combined.files)));
  return expansion;
}

/** Written short, and as it is meant. */
const SHORTHANDS: Readonly<Record<string, readonly [string, string]>> = {
  'a task that is its handler': ['tasks: { t: ./t.ts#run }', 'tasks: { t: { handler: ./t.ts#run } }'],
  'an engine by the path of its file': ['engine: sqlite:./x.db', 'engine: { type: sqlite, path: ./x.db }'],
  'an engine by the address of a server': ['engine: redis://h:1/2', 'engine: { type: redis, url: redis://h:1/2 }'],
  'a hard limit': [
    'tasks: { t: { handler: ./t.ts, timeout: 1m } }',
    'tasks: { t: { handler: ./t.ts, timeout: { hard: 60s } } }',
  ],
  'a hard limit of all': ['defaults: { timeout: 1m }', 'defaults: { timeout: { hard: 60s } }'],
  'a retention': ['defaults: { keep: { dead: 2d } }', 'defaults: { keep: { dead: { for: 48h } } }'],
  'the tasks that a route shows': [
    'tasks: { t: ./t.ts }\nroutes: { http: [{ path: /x, job: "${query.id}", of: t }] }',
    'tasks: { t: ./t.ts }\nroutes: { http: [{ path: /x, job: "${query.id}", of: [t] }] }',
  ],
  'an HTTP status among errors': [
    'retryPolicies: { p: { deadOn: [402, x] } }',
    'retryPolicies: { p: { deadOn: ["402", x] } }',
  ],
  'what is left out': [
    '',
    'queues: { default: {} }\nretryPolicies: { standard: { maxAttempts: 4 } }\nadmin: { port: 8080 }',
  ],
};

describe('expand', () => {
  for (const [name, [short, long]] of Object.entries(SHORTHANDS)) {
    it(`makes one form of ${name}`, async () => {
      assert.deepEqual((await expanded(`${HEAD}${short}\n`)).source, (await expanded(`${HEAD}${long}\n`)).source);
    });
  }

  it('says of no limit that there is none, and nothing of a limit that is left out', async () => {
    const { source } = await expanded(`${HEAD}tasks: { a: { handler: ./a.ts, timeout: none }, b: ./b.ts }\n`);
    assert.deepEqual(source.tasks['a']?.timeout, { softMs: null, hardMs: null });
    assert.equal(source.tasks['b']?.timeout, null);
  });

  const written = readFileSync(path.join(folder, '../../schemas/manifest.schema.json'), 'utf8');
  const schema = expandedSchema(JSON.parse(written) as Schema);
  const ajv = newAjv({ strict: false });
  const check = ajv.compile(schema);
  for (const name of readdirSync(folder).filter((one) => one.startsWith('ok.'))) {
    it(`makes what its types say: ${name}`, async () => {
      const [text = ''] = readFileSync(path.join(folder, name), 'utf8').split('\n---8<---\n');
      const env = {
        PORT: '9090',
        RATIO: '0.25',
        FLAG: 'false',
        WORD: 'hello',
        EMPTY: '',
        EVIL: 'x',
        TOKEN: 'a-long-token',
      };
      const { source } = await expanded(`${text}\n`, env);
      assert.ok(check({ version: 1, include: [], ...source }), ajv.errorsText(check.errors));
    });
  }

  it('notes every name that is used and every template, by the schema alone', async () => {
    const { references, templates } = await expanded(
      `${HEAD}engine: redis://h\ndefaults: { queue: q }\nqueues: { q: { foreign: t } }\nretryPolicies: { p: {} }
tasks: { t: { handler: ./t.ts, retry: p } }
schedules: { s: { task: t, every: 1m } }
routes:
  tasks: [{ match: t, queue: q }]
  http:
    - { path: /a, tasks: [{ task: t, with: { a: 1 } }], respond: { body: "\${jobs.0.id}" } }
    - { path: /b, job: "\${query.id}", of: t }
`,
    );
    assert.deepEqual(references.map(({ section, path: where }) => `${where.join('.')} → ${section}`).sort(), [
      'defaults.queue → queues',
      'queues.q.foreign → tasks',
      'routes.http.0.tasks.0.task → tasks',
      'routes.tasks.0.queue → queues',
      'schedules.s.task → tasks',
      'tasks.t.retry → retryPolicies',
    ]);
    assert.deepEqual(templates.map(({ roots, path: where }) => `${where.join('.')}: ${roots.join()}`).sort(), [
      'routes.http.0.respond.body: jobs,body,params,query,headers',
      'routes.http.0.tasks.0.with: body,params,query,headers',
      'routes.http.1.job: params,query,headers',
    ]);
  });

  it('refers only to sections that say what a name which is not there is called', () => {
    const used = [...JSON.stringify(manifestSchema).matchAll(/"x-ref":"(\w+)"/g)].map(([, section = '']) => section);
    const sections = manifestSchema.properties as Readonly<Record<string, { 'x-entry'?: { code?: string } }>>;
    assert.ok(used.length > 5);
    for (const section of used) assert.ok(sections[section]?.['x-entry']?.code !== undefined, section);
  });
});

/** Each is wrong in what a shorthand stands for. */
const WRONG: Readonly<Record<string, readonly [string, string]>> = {
  'a task that is its handler': ['tasks:\n  t: ./../t.ts', 'REF_HANDLER 4:6 tasks.t'],
  'an engine that is an address': ['engine: redis://h:1/x', 'REF_ENGINE_URL 3:9 engine'],
  'a hard limit': ['defaults: { timeout: 0s }', 'SCHEMA_RANGE 3:22 defaults.timeout'],
  'a retention': ['defaults: { keep: { dead: 99999d } }', 'REF_DURATION 3:27 defaults.keep.dead'],
  'the tasks that a route shows': [
    'routes: { http: [{ path: /x, job: "${query.id}", of: none }] }',
    'REF_ROUTE_OF 3:54 routes.http[0].of',
  ],
};

describe('a diagnostic of what expand made', () => {
  for (const [name, [text, expected]] of Object.entries(WRONG)) {
    it(`points at what was written: ${name}`, async () => {
      const result = await loadManifestText(`${HEAD}${text}\n`, { env: {}, file });
      assert.ok(!result.ok);
      const told = result.diagnostics.map(
        ({ code, line, column, path: where }) => `${code} ${line}:${column} ${where}`,
      );
      assert.deepEqual(told, [expected]);
    });
  }
});
