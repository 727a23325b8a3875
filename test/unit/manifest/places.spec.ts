import assert from 'node:assert/strict';

import { type Places, readPlaces } from '../../../src/manifest/expanding/places.ts';

const MANY = 600;
const NAMES = Array.from({ length: MANY }, (_none, n) => `task-${n}`);

/** As people write them: comments, blank lines, entries that are not plain, sections and entries on one line. */
const TEXT = `# The shop.
version: 1
name: shop

queues: { mails: { concurrency: 5 }, slow: {} }
tasks:
${NAMES.map((name, n) => entryOf(name, n)).join('\n')}

schedules:
  nightly: { task: task-0, cron: "0 0 * * *" }
  # Between two.

  weekly:
    task: task-1
    cron: 0 0 * * mon
routes:
  tasks:
  - match: "task-1*"
    queue: mails
  - { match: task-2, queue: slow }
  http:
    - method: POST
      path: /send

    # The second.
    - { method: GET, path: "/send/:id", job: "\${params.id}" }
tests:
- task: task-0
  payload: { to: ann }
-
  task: task-1
`;

function entryOf(name: string, n: number): string {
  if (n % 5 === 0) return `  ${name}: { handler: ./handlers/work.ts, description: "says: # no comment" }`;
  if (n % 7 === 0)
    return `  ${name}:\n    handler: ./handlers/work.ts\n    description: |\n      tasks:\n        ${name}x: no entry\n`;
  return `  # About ${name}\n  ${name}:\n    handler: ./handlers/work.ts\n    tags: [a, b]`;
}

/** A tab in a comment leaves a text to the library, whose nodes say where they are. */
const BY_LIBRARY = `${TEXT}#\tno plain text\n`;

function listed(places: Places): unknown {
  const entries = [
    ...['mails', 'slow', 'none'].map((name) => ['queues', name] as const),
    ...NAMES.map((name) => ['tasks', name] as const),
    ['tasks', 'task-7x'] as const,
    ...['nightly', 'weekly'].map((name) => ['schedules', name] as const),
  ];
  return {
    entries: entries.map(([section, name]) => [section, name, places.entry(section, name)]),
    routes: (['tasks', 'http'] as const).map((kind) => [0, 1, 2].map((index) => places.route(kind, index))),
    tests: [0, 1, 2].map((index) => places.test(index)),
  };
}

describe('where entries of a manifest stand', () => {
  const read = (text: string): Promise<Places> => readPlaces([{ path: '/shop/jobs.yaml', shown: 'jobs.yaml', text }]);

  it('is found in a large text as the library finds it', async () => {
    assert.ok(TEXT.length > 32 * 1024);
    const [places, others] = await Promise.all([read(TEXT), read(BY_LIBRARY)]);
    assert.deepEqual(listed(places), listed(others));
    assert.deepEqual(places.entry('queues', 'slow'), { file: 'jobs.yaml', line: 5 });
    const line = TEXT.slice(0, TEXT.indexOf('  weekly:')).split('\n').length;
    assert.deepEqual(places.entry('schedules', 'weekly'), { file: 'jobs.yaml', line });
    assert.equal(places.entry('tasks', 'task-7x'), null);
    assert.deepEqual(places.route('http', 1), {
      file: 'jobs.yaml',
      line: TEXT.slice(0, TEXT.indexOf('    - { method')).split('\n').length,
    });
  });
});
