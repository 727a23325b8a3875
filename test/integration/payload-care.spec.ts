/** What tasks say of their payloads, from the manifest to the handler and the store, on each engine. */
import assert from 'node:assert/strict';

import { ANY_ENGINE } from '../support/engines.ts';
import { newJob } from '../support/new-job.ts';
import { rawStore } from '../support/raw-store.ts';
import { finished, inState, stage } from '../support/stage.ts';

const ECHO = 'export default (payload) => payload;\n';

for (const harness of ANY_ENGINE) {
  describe(`payload care on ${harness.name}`, () => {
    const scene = stage(harness);

    beforeEach(() => scene.project.writeHandler('echo.mjs', ECHO));

    describe('defaults', () => {
      const TASKS = `
tasks:
  clean:
    handler: ./handlers/echo.mjs
    input: { type: object, default: {}, required: [days], properties: { days: { type: integer, default: 30 } } }
schedules:
  nightly: { task: clean, every: 1s }
`;
      it('are in the stored payload and reach the handler, of calls and of schedules', async () => {
        await scene.project.write(TASKS);
        const platform = await scene.run({ roles: ['worker', 'scheduler'] });
        const { operations } = platform;
        const jobs = await operations.enqueue('clean', [{ payload: {} }, { payload: { days: 7 } }, { payload: null }]);
        const payloads = [];
        for (const { id } of jobs) {
          const job = await finished(platform, id);
          payloads.push([job.payload, job.result]);
        }
        const thirty = { days: 30 };
        assert.deepEqual(payloads, [
          [thirty, thirty],
          [{ days: 7 }, { days: 7 }],
          [thirty, thirty],
        ]);
        const { id } = await operations.runSchedule('nightly');
        assert.deepEqual((await operations.getJob(id)).payload, thirty);
      });
    });

    describe('maxPayload', () => {
      const TASKS = `
tasks:
  small: { handler: ./handlers/echo.mjs, maxPayload: 1kb }
`;
      it('refuses what is larger before anything is stored', async () => {
        await scene.project.write(TASKS);
        const { operations } = await scene.run({ roles: [] });
        const large = { payload: 'x'.repeat(1_023) };
        await assert.rejects(operations.enqueue('small', [{ payload: 'x' }, large]), {
          code: 'PAYLOAD_TOO_LARGE',
          message: 'the payload of jobs[1] has 1025 bytes as JSON; the limit is 1024, the maxPayload of small',
          details: { bytes: 1_025, max: 1_024, index: 1 },
        });
        assert.deepEqual((await operations.listJobs({})).jobs, []);
        const [stored] = await operations.enqueue('small', [{ payload: 'x'.repeat(1_022) }]);
        assert.equal(stored?.state, 'available');
      });

      it('answers 413, and exit code 2', async () => {
        await scene.project.write(`admin: { port: 0 }${TASKS}`);
        const run = scene.spawn(['run']);
        const url = await run.ready();
        const body = JSON.stringify({ payload: 'x'.repeat(2_000) });
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(`${url}/api/tasks/small/jobs`, { method: 'POST', body, headers });
        assert.equal(answer.status, 413);
        assert.equal(((await answer.json()) as { code: string }).code, 'PAYLOAD_TOO_LARGE');
        const command = scene.spawn(['enqueue', 'small', JSON.stringify('x'.repeat(2_000)), '--server', url]);
        assert.equal((await command.ended).code, 2);
      });
    });

    describe('sensitive', () => {
      const CARD = '4242-4242-4242-4242';
      const TOKENS = ['viewer', 'operator', 'admin'].map(
        (role) => `{ name: ${role}, secret: ${role}-token, role: ${role} }`,
      );
      const TASKS = `
admin: { port: 0, tokens: [${TOKENS.join(', ')}] }
telemetry: { logs: { level: debug } }
tasks:
  pay:
    handler: ./handlers/pay.mjs
    retry: { maxAttempts: 2, backoff: { type: fixed, base: 1ms, jitter: none } }
    sensitive: [card.number, "items.*.token", result.receipt]
    input:
      type: object
      properties: { card: { type: object, properties: { number: { type: string } }, additionalProperties: false } }
`;
      const PAY = `export default ({ card, items, fail }, ctx) => {
        ctx.log('charging ' + card.number);
        ctx.progress(1, 2, 'card ' + card.number);
        if (fail) throw Object.assign(new Error('declined: ' + card.number), { code: 'DECLINED' });
        return { receipt: card.number, items: items.length };
      };
`;
      const payload = { card: { number: CARD }, items: [{ token: 'token-1234', sku: 'a' }], note: 'plain' };
      const SHOWN = { card: { number: '[hidden]' }, items: [{ token: '[hidden]', sku: 'a' }], note: 'plain' };

      beforeEach(async () => {
        await scene.project.writeHandler('pay.mjs', PAY);
        await scene.project.write(TASKS);
      });

      it('is hidden in every view, in errors, lines and progress, and the handler has it', async () => {
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        const [good, bad] = await operations.enqueue('pay', [{ payload }, { payload: { ...payload, fail: true } }]);
        const done = await finished(platform, good?.id ?? '');
        assert.deepEqual(
          [done.payload, done.result, done.hidden],
          [SHOWN, { receipt: '[hidden]', items: 1 }, ['payload', 'result']],
        );
        assert.deepEqual([done.logs[0]?.line, done.progress?.message], ['charging [hidden]', 'card [hidden]']);
        const dead = await finished(platform, bad?.id ?? '');
        assert.deepEqual(
          [dead.state, dead.error?.message, dead.error?.code],
          ['dead', 'declined: [hidden]', 'DECLINED'],
        );
        const { jobs } = await operations.listJobs({});
        assert.doesNotMatch(JSON.stringify([jobs, dead]), /4242|token-1234/);
      });

      it('names no keys below the path when the schema refuses them', async () => {
        const { operations } = await scene.run({ roles: [] });
        await scene.project.write(TASKS.replace('card.number,', 'card,'));
        await operations.reload();
        const wrong = { card: { [CARD]: 1, number: 5 } };
        await assert.rejects(operations.enqueue('pay', [{ payload: wrong }]), (error: Error) => {
          assert.doesNotMatch(JSON.stringify(error) + error.message, /4242/);
          assert.match(error.message, /\/card breaks the schema; more is not told/);
          return true;
        });
      });

      it('stays hidden when the task has gone from the manifest, and its path too', async () => {
        const { operations } = await scene.run({ roles: [] });
        const [job] = await operations.enqueue('pay', [{ payload }]);
        await scene.project.write(TASKS.replace(/ {4}sensitive: .*\n/, ''));
        await operations.reload();
        assert.deepEqual((await operations.getJob(job?.id ?? '')).payload, SHOWN);
        await scene.project.write('tasks: { other: ./handlers/echo.mjs }');
        await operations.applyManifest({ hold: true });
        assert.deepEqual((await operations.getJob(job?.id ?? '')).payload, SHOWN);
      });

      it('is revealed to admins, who are named in the log, and to nobody else', async () => {
        const run = scene.spawn(['run']);
        const url = await run.ready();
        const ask = async (role: string, query = ''): Promise<{ status: number; text: string }> => {
          const headers = { authorization: `Bearer ${role}-token` };
          const answer = await fetch(`${url}/api/jobs/pay-1${query}`, { headers });
          return { status: answer.status, text: await answer.text() };
        };
        await fetch(`${url}/api/tasks/pay/jobs`, {
          method: 'POST',
          headers: { authorization: 'Bearer operator-token', 'content-type': 'application/json' },
          body: JSON.stringify({ payload, options: { id: 'pay-1' } }),
        });
        assert.equal((await ask('viewer', '?wait=20s')).status, 200);
        for (const role of ['viewer', 'operator', 'admin']) assert.doesNotMatch((await ask(role)).text, /4242/);
        for (const role of ['viewer', 'operator']) assert.equal((await ask(role, '?reveal=true')).status, 403);
        assert.match((await ask('admin', '?reveal=true')).text, /"number":"4242-4242-4242-4242"/);
        const line = await run.logged('what is hidden of a job was shown to admin');
        assert.deepEqual([line['event'], line['by'], line['jobId']], ['job.revealed', 'admin', 'pay-1']);
        const shown = scene.spawn(['jobs', 'show', 'pay-1', '--server', url, '--reveal'], {
          SKEP_TOKEN: 'admin-token',
        });
        assert.match((await shown.ended).stdout, /4242-4242/);
        const hidden = scene.spawn(['jobs', 'show', 'pay-1', '--server', url], { SKEP_TOKEN: 'admin-token' });
        assert.doesNotMatch((await hidden.ended).stdout, /4242/);
        assert.doesNotMatch(run.stderr + run.stdout, /4242|token-1234/);
      });
    });

    describe('encrypt', () => {
      const [K1, K2] = ['1'.repeat(64), Buffer.alloc(32, 7).toString('base64')];
      const keys = (list: string, use: string): string => `
encryption: { keys: { ${list} }, use: ${use} }
tasks:
  secret: { handler: ./handlers/secret.mjs, encrypt: true, retry: { maxAttempts: 1 } }
  other: { handler: ./handlers/secret.mjs, encrypt: true, retry: { maxAttempts: 1 } }
schedules:
  later: { task: secret, cron: 0 0 1 1 *, payload: { text: swordfish } }
`;
      const ONE = keys(`k1: "${K1}"`, 'k1');
      const SECRET = `export default ({ text, fail }) => {
        if (fail) throw new Error('cannot use ' + text);
        return { got: text };
      };\n`;
      const payload = { text: 'swordfish' };

      beforeEach(async () => {
        await scene.project.writeHandler('secret.mjs', SECRET);
        await scene.project.write(ONE);
      });

      it('leaves nothing readable in the store, and the handler reads it', async () => {
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        const [good, bad] = await operations.enqueue('secret', [{ payload }, { payload: { ...payload, fail: true } }]);
        const done = await finished(platform, good?.id ?? '');
        const dead = await finished(platform, bad?.id ?? '');
        const { id: tick } = await operations.runSchedule('later');
        await finished(platform, tick);
        assert.deepEqual([done.state, done.payload, done.result], ['completed', '[hidden]', '[hidden]']);
        assert.deepEqual([dead.state, dead.error?.message], ['dead', 'cannot use [hidden]']);
        const whole = await operations.getJob(done.id, 0, undefined, { revealTo: 'a test' });
        assert.deepEqual([whole.payload, whole.result, whole.hidden], [payload, { got: 'swordfish' }, []]);
        const raw = await rawStore(scene.project);
        assert.ok(raw.includes(done.id), 'the store was read');
        assert.ok(!raw.includes('swordfish'));
      });

      it('goes on with an old key while a new one encrypts, and holds what it has no key for', async () => {
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        await operations.pauseQueue('default', true);
        const [old] = await operations.enqueue('secret', [{ payload }]);
        await scene.project.write(keys(`k1: "${K1}", k2: "${K2}"`, 'k2'));
        await operations.reload();
        const [renewed] = await operations.enqueue('secret', [{ payload }]);
        await scene.project.write(keys(`k2: "${K2}"`, 'k2'));
        await operations.reload();
        await operations.pauseQueue('default', false);
        assert.equal((await finished(platform, renewed?.id ?? '')).state, 'completed');
        assert.equal((await inState(platform, old?.id ?? '', 'blocked')).blockedBy, 'key');
        await assert.rejects(operations.getJob(old?.id ?? '', 0, undefined, { revealTo: 'a test' }), {
          code: 'KEY_MISSING',
        });
        await scene.project.write(keys(`k1: "${K1}", k2: "${K2}"`, 'k2'));
        await operations.reload();
        const late = await finished(platform, old?.id ?? '');
        assert.deepEqual([late.state, late.attempt], ['completed', 1]);
      });

      it('does not take the ciphertext of another job or task', async () => {
        const platform = await scene.run({ roles: [] });
        const { operations } = platform;
        const [mine] = await operations.enqueue('secret', [{ payload }]);
        const engine = await scene.project.store.open();
        const stored = await engine.jobs.get(mine?.id ?? '');
        assert.ok(stored);
        const forged = { ...newJob({ ...stored, id: 'forged', idChosen: true }), payload: stored.payload };
        const elsewhere = { ...forged, id: 'elsewhere', task: 'other' };
        await engine.jobs.enqueue([forged, elsewhere]);
        const worker = await scene.run({ roles: ['worker'] });
        for (const id of ['forged', 'elsewhere']) {
          const job = await finished(worker, id);
          assert.deepEqual([job.state, job.error?.code], ['dead', 'SEAL_BROKEN']);
        }
        assert.equal((await finished(worker, mine?.id ?? '')).state, 'completed');
      });
    });

    describe('versions', () => {
      const UPCASTS = `
        export const one = ({ name }) => ({ first: name.split(' ')[0], last: name.split(' ')[1] });
        export const two = ({ first, last }) => ({ first, last, full: first + ' ' + last });
        export const bad = () => { throw new Error('no such name'); };
        export const later = async (payload) => payload;
      `;
      const AT = (version: number, upcast: string): string => `
tasks:
  greet:
    handler: ./handlers/echo.mjs
    retry: { maxAttempts: 1 }
    version: ${version}
    upcast: { ${upcast} }
    input: { type: object, properties: { lang: { default: en } } }
`;
      const BOTH = '"1": "./handlers/up.mjs#one", "2": "./handlers/up.mjs#two"';

      beforeEach(() => scene.project.writeHandler('up.mjs', UPCASTS));

      it('brings payloads of older jobs up, step by step, and stores the new form with new ones', async () => {
        await scene.project.write('tasks: { greet: ./handlers/echo.mjs }');
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        await operations.pauseQueue('default', true);
        const [old] = await operations.enqueue('greet', [{ payload: { name: 'Ann Lee' } }]);
        await scene.project.write(AT(3, BOTH));
        await operations.reload();
        const given = { first: 'Bo', last: 'Day', full: 'Bo Day', lang: 'de' };
        const [young] = await operations.enqueue('greet', [{ payload: given }]);
        await operations.pauseQueue('default', false);
        const job = await finished(platform, old?.id ?? '');
        assert.deepEqual(job.result, { first: 'Ann', last: 'Lee', full: 'Ann Lee', lang: 'en' });
        assert.deepEqual([job.version, job.payload], [1, { name: 'Ann Lee' }]);
        const next = await finished(platform, young?.id ?? '');
        assert.deepEqual([next.version, next.result], [3, given]);
      });

      it('holds a job of a newer version until a process knows it', async () => {
        await scene.project.write(AT(3, BOTH));
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        await operations.pauseQueue('default', true);
        const [job] = await operations.enqueue('greet', [{ payload: { full: 'x' } }]);
        await scene.project.write('tasks: { greet: ./handlers/echo.mjs }');
        await operations.applyManifest({ hold: true });
        await operations.pauseQueue('default', false);
        assert.equal((await inState(platform, job?.id ?? '', 'blocked')).blockedBy, 'version');
        await scene.project.write(AT(3, BOTH));
        await operations.reload();
        const done = await finished(platform, job?.id ?? '');
        assert.deepEqual([done.state, done.attempt], ['completed', 1]);
      });

      it('fails by the policy where an upcast throws, and is dead where it gives no payload', async () => {
        await scene.project.write('tasks: { greet: ./handlers/echo.mjs }');
        const platform = await scene.run({ roles: ['worker'] });
        const { operations } = platform;
        for (const [name, code] of [
          ['bad', null],
          ['later', 'PAYLOAD_VERSION'],
        ] as const) {
          await scene.project.write('tasks: { greet: ./handlers/echo.mjs }');
          await operations.reload();
          await operations.pauseQueue('default', true);
          const [job] = await operations.enqueue('greet', [{ payload: {} }]);
          await scene.project.write(AT(2, `"1": "./handlers/up.mjs#${name}"`));
          await operations.reload();
          await operations.pauseQueue('default', false);
          const dead = await finished(platform, job?.id ?? '');
          assert.deepEqual([dead.state, dead.error?.code], ['dead', code]);
        }
      });
    });
  });
}
