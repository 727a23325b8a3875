import assert from 'node:assert/strict';

import { loadManifestText } from '../../../src/manifest/index.ts';
import { assertLinear } from '../../support/growth.ts';

/** At the larger of the two sizes: 10 000 tasks, 1 000 routes and 1 000 schedules. */
const TASKS = 2_500;

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n)).join('');
}

function manyTasks(count: number): string {
  const tenth = count / 10;
  const tasks = lines(
    count,
    (n) =>
      `  shop.task-${n}:\n    handler: ./handlers/h${n % 50}.ts#run\n    timeout: 60s\n    priority: ${n % 10}\n    tags: [a, b]\n`,
  );
  const routes = lines(tenth, (n) => `    - { match: "shop.task-${tenth + n}", queue: mail }\n`);
  const schedules = lines(
    tenth,
    (n) => `  s-${n}: { task: shop.task-${n}, cron: "${n % 60} * * * *", timezone: Europe/Berlin }\n`,
  );
  return `version: 1\nqueues: { mail: {} }\ntasks:\n${tasks}routes:\n  tasks:\n${routes}schedules:\n${schedules}`;
}

let loads = 0;
/** Under another name each time: a text that was read last is not parsed again. */
const load = (text: string): unknown => loadManifestText(text, { env: {}, file: `/skep/${(loads += 1)}.yaml` });

describe('loading 10 000 tasks, 1 000 routes and 1 000 schedules', () => {
  it('takes four times as long as loading a quarter of them', async () => {
    const result = await loadManifestText(manyTasks(TASKS), { env: {}, file: '/skep/jobs.yaml' });
    assert.ok(result.ok && Object.keys(result.manifest.tasks).length === TASKS);
    await assertLinear(load, manyTasks, TASKS);
  });

  it('so it does through the yaml library, which one anchor brings into play', () =>
    assertLinear(load, (count) => `${manyTasks(count)}name: &a shop\n`, TASKS));

  it('so it does when everything is wrong', () =>
    assertLinear(
      load,
      (count) => manyTasks(count).replaceAll('timeout', 'timeuot').replaceAll('queue: mail', 'queue: mial'),
      TASKS,
    ));
});
