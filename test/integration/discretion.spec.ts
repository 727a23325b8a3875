/** What is sensitive is in nothing that is told of an attempt, by whatever way it gets there. On each engine and executor. */
import assert from 'node:assert/strict';

import { ENGINES } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const LETTER = Array.from({ length: 1_500 }, (_, n) => `word-${n}`).join(' ');
const HANDLERS = `
export const code = ({ text }) => { throw Object.assign(new Error('no'), { name: 'No ' + text, code: text }); };
export const long = ({ text }, ctx) => { ctx.log('x'.repeat(60) + text); ctx.progress(1, 2, text); throw new Error('cannot read ' + text); };
export const value = ({ text }) => { throw { text }; };
export const dead = ({ text }, ctx) => { throw ctx.dead('gave up ' + text); };
export const ok = () => 'done';
`;
const RESOURCE = `
export const open = (config, ctx) => ctx.job.payload;
export const close = ({ text }) => { throw new Error('cannot commit ' + text); };
`;

function manifest(executor: string): string {
  const tasks = ['code', 'long', 'value', 'dead', 'ok'].map(
    (name) =>
      `  ${name}: { handler: './handlers/told.mjs#${name}', executor: ${executor}, sensitive: [text], retry: { maxAttempts: 1 }${name === 'ok' ? ', use: [db]' : ''} }`,
  );
  return `
telemetry: { logs: { level: debug } }
resources: { db: { module: ./handlers/db.mjs } }
tasks:
${tasks.join('\n')}
  shell:
    command: [sh, -c, 'cat >&2; exit 3']
    sensitive: [text]
    retry: { maxAttempts: 1 }
`;
}

for (const harness of ENGINES) {
  for (const executor of ['inline', 'thread', 'process']) {
    describe(`what is sensitive, ${executor} on ${harness.name}`, () => {
      const scene = stage(harness);

      it('is in no error, code, line or progress, also where these are cut', async () => {
        await scene.project.writeHandler('told.mjs', HANDLERS);
        await scene.project.writeHandler('db.mjs', RESOURCE);
        await scene.project.write(manifest(executor));
        const platform = await scene.run({ roles: ['worker'] });
        for (const task of ['code', 'long', 'value', 'dead', 'ok', 'shell']) {
          for (const text of ['sk_live_0123456789', LETTER]) {
            const job = await finished(platform, await enqueue(platform, { text }, {}, task));
            assert.equal(job.state, 'dead', task);
            assert.doesNotMatch(JSON.stringify(job), /sk_live|word-/, task);
          }
        }
      });
    });
  }
}
