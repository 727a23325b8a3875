import assert from 'node:assert/strict';

import { loadManifestText } from '../../../src/manifest/index.ts';

const TASKS = 10_000;
const SCHEDULES = 1_000;

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join('');
}

function manyTasks(): string {
  const tasks = lines(
    TASKS,
    (n) =>
      `  shop.task-${n}:\n    handler: ./handlers/h${n % 50}.ts#run\n    timeout: 60s\n    priority: ${n % 10}\n    tags: [a, b]\n`,
  );
  const routes = lines(1_000, (n) => `    - { match: "shop.task-${1_000 + n}", queue: mail }\n`);
  const schedules = lines(
    SCHEDULES,
    (n) => `  s-${n}: { task: shop.task-${n}, cron: "${n % 60} * * * *", timezone: Europe/Berlin }\n`,
  );
  return `version: 1\nqueues: { mail: {} }\ntasks:\n${tasks}routes:\n  tasks:\n${routes}schedules:\n${schedules}`;
}

/** Milliseconds of the fastest of three loads. */
async function timeOf(text: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const before = performance.now();
    await loadManifestText(text, { env: {}, file: '/skep/jobs.yaml' });
    best = Math.min(best, performance.now() - before);
  }
  return best;
}

describe('loading 10 000 tasks, 1 000 routes and 1 000 schedules', () => {
  it('takes well under 3 s (target 500 ms)', async () => {
    const result = await loadManifestText(manyTasks(), { env: {}, file: '/skep/jobs.yaml' });
    assert.ok(result.ok && Object.keys(result.manifest.tasks).length === TASKS);
    const plain = await timeOf(manyTasks());
    // One anchor sends the whole file through the yaml library.
    const library = await timeOf(`${manyTasks()}name: &a shop\n`);
    console.log(`      ${plain.toFixed(0)} ms, ${library.toFixed(0)} ms through the yaml library`);
    assert.ok(plain < 3_000, `${plain}`);
  }).timeout(60_000);

  it('takes no longer by orders of magnitude when everything is wrong', async () => {
    const broken = manyTasks().replaceAll('timeout', 'timeuot').replaceAll('queue: mail', 'queue: mial');
    const spent = await timeOf(broken);
    console.log(`      ${spent.toFixed(0)} ms with ${TASKS} unknown keys and 1000 unknown queues`);
    assert.ok(spent < 10_000, `${spent}`);
  }).timeout(60_000);
});
