/** What is sensitive is in nothing that is told of an attempt, by whatever way it gets there. On each engine and executor. */
import assert from 'node:assert/strict';

import type { LogFields, Logger } from '../../src/foundation/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

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
const HOOK = "export const told = ({ job }) => { throw new Error('cannot tell of ' + job.payload.text); };\n";

/** A logger that keeps whole lines as text. */
function keeping(lines: string[]): Logger {
  const keep = (fields: LogFields, text: string): void => {
    lines.push(JSON.stringify({ ...fields, text }));
  };
  return { debug: keep, info: keep, warn: keep, error: keep, child: () => keeping(lines), isEnabled: () => true };
}

function manifest(executor: string): string {
  const tasks = ['code', 'long', 'value', 'dead', 'ok'].map(
    (name) =>
      `  ${name}: { handler: './handlers/told.mjs#${name}', executor: ${executor}, sensitive: [text], retry: { maxAttempts: 1 }, ${name === 'long' ? 'on: { failure: ./handlers/hook.mjs#told }, ' : ''}use: [${name === 'ok' || name === 'dead' ? 'db' : ''}] }`,
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

for (const harness of ANY_ENGINE) {
  for (const executor of ['inline', 'thread', 'process']) {
    describe(`what is sensitive, ${executor} on ${harness.name}`, () => {
      const scene = stage(harness);

      it('is in no error, code, line or progress, also where these are cut', async () => {
        await scene.project.writeHandler('told.mjs', HANDLERS);
        await scene.project.writeHandler('db.mjs', RESOURCE);
        await scene.project.writeHandler('hook.mjs', HOOK);
        await scene.project.write(manifest(executor));
        const lines: string[] = [];
        const platform = await scene.run({ roles: ['worker'], logger: keeping(lines) });
        for (const task of ['code', 'long', 'value', 'dead', 'ok', 'shell']) {
          for (const text of ['sk_live_0123456789', LETTER]) {
            const job = await finished(platform, await enqueue(platform, { text }, {}, task));
            assert.equal(job.state, 'dead', task);
            assert.doesNotMatch(JSON.stringify(job), /sk_live|word-/, task);
          }
        }
        const count = (event: string): number => lines.filter((line) => line.includes(`"event":"${event}"`)).length;
        // Of the two tasks that cannot close their resource, and of the one with a hook.
        await waitFor('all that is told', () => count('resource.unclosed') === 4 && count('hook.failed') === 2);
        for (const line of lines) assert.doesNotMatch(line, /sk_live|word-/);
      });
    });
  }
}
