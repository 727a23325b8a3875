/** Routes with `after`: work beside an answer, inline and queued, in a whole platform behind its HTTP server. */
import assert from 'node:assert/strict';

import { AdminServer } from '../../src/admin/index.ts';
import type { JobView } from '../../src/api/index.ts';
import type { LogFields, Logger } from '../../src/foundation/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE, engineSupport } from '../support/engines.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { BASIC } from '../support/project.ts';
import { finished, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const INPUT = `input: { type: object, required: [do], properties: { do: { type: string } } }`;
const HEAD = BASIC.replace('{ handler: ./handlers/fixture.ts }', `{ handler: ./handlers/fixture.ts, ${INPUT} }`);

function routes(text: string, head = HEAD): string {
  return `${head}routes:\n  http:\n${text}`;
}

/** Keeps the lines about work after responses. */
class Lines implements Logger {
  readonly seen: LogFields[] = [];
  readonly child = (): Logger => this;
  readonly debug = (fields: LogFields): void => this.#keep(fields);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = this.debug;

  #keep(fields: LogFields): void {
    if (String(fields['event']).startsWith('after.')) this.seen.push(fields);
  }

  /** Resolves when there are that many. */
  async count(most: number): Promise<readonly unknown[]> {
    await waitFor(`${most} lines`, async () => this.seen.length >= most);
    return this.seen.map(({ event }) => event);
  }
}

for (const { name } of ANY_ENGINE) {
  const { harness } = await engineSupport(name);
  describe(`after a response, on ${name}`, () => {
    const scene = stage(harness);
    let platform: Platform;
    let lines: Lines;
    let base = '';

    async function serve(text: string, head = HEAD): Promise<void> {
      await scene.project.write(routes(text, head));
      lines = new Lines();
      platform = await scene.run({ logger: lines });
      const server = new AdminServer(platform, { port: 0 });
      platform.addDoor(server);
      await server.start();
      base = server.url;
    }

    async function post(path: string, body: unknown = {}): Promise<{ status: number; body: Record<string, unknown> }> {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    }

    async function jobs(): Promise<readonly JobView[]> {
      return (await platform.operations.listJobs({})).jobs;
    }

    it('runs inline once the answer is there, and stores nothing', async () => {
      await serve(`    - { path: /a, after: [{ task: work }], respond: { body: { status: ok } } }\n`);
      assert.deepEqual(await post('/a', { do: 'gate', gate: 'a' }), { status: 200, body: { status: 'ok' } });
      await waitFor('the handler', async () => fixtureState().runs.length === 1);
      assert.deepEqual([lines.seen, await jobs()], [[], []]);
      fixtureState().open('a');
      assert.deepEqual(await lines.count(1), ['after.done']);
    });

    it('is a job after a change of one word', async () => {
      const route = `    - { path: /a, after: [{ task: work, mode: inline }] }\n`;
      await serve(route);
      assert.deepEqual(await post('/a', { do: 'ok' }), { status: 200, body: { jobs: [] } });
      await lines.count(1);
      await scene.project.write(routes(route.replace('inline', 'queued')));
      await platform.operations.reload();
      const { status, body } = await post('/a', { do: 'ok' });
      const [job] = body['jobs'] as readonly { id: string }[];
      assert.deepEqual([status, (await finished(platform, job?.id ?? '')).state], [200, 'completed']);
      assert.deepEqual(
        (await jobs()).map(({ id }) => id),
        [job?.id],
      );
    });

    it('keeps the order, or runs all at once, and isolates what fails', async () => {
      const calls = `[{ task: work, with: { do: throw, message: no mailbox } }, { task: work, with: '\${body}' }]`;
      await serve(
        `    - { path: /seq, after: ${calls} }\n` +
          `    - { path: /par, after: [{ task: work, with: { do: gate, gate: b } }, { task: work, with: { do: ok } }], order: parallel }\n`,
      );
      await post('/seq', { do: 'ok' });
      assert.deepEqual(await lines.count(2), ['after.failed', 'after.done']);
      assert.equal(lines.seen[0]?.['error'], 'no mailbox');
      await post('/par');
      assert.deepEqual((await lines.count(3)).at(-1), 'after.done');
      fixtureState().open('b');
      await lines.count(4);
    });

    it('asks for no second attempt, whatever the handler wants', async () => {
      await serve(`    - { path: /a, after: [{ task: work }] }\n`);
      await post('/a', { do: 'retry', in: '1s' });
      await lines.count(1);
      await post('/a', { do: 'snooze', in: '1s', times: 1 });
      await lines.count(2);
      await post('/a', { do: 'dead' });
      await lines.count(3);
      await post('/a', { do: 'cancel' });
      assert.deepEqual(await lines.count(4), ['after.failed', 'after.failed', 'after.failed', 'after.done']);
      assert.deepEqual(
        fixtureState().runs.map(({ attempt }) => attempt),
        [1, 1, 1, 1],
      );
    });

    it('enqueues children, which have no parent', async () => {
      await serve(`    - { path: /a, after: [{ task: work }] }\n`);
      await post('/a', { do: 'child', task: 'work', payload: { do: 'ok' } });
      await lines.count(1);
      const [child] = await jobs();
      assert.deepEqual([child?.task, child?.parentId], ['work', null]);
    });

    it('checks every payload before anything is done', async () => {
      await serve(
        `    - { path: /a, task: work, with: { do: ok }, after: [{ task: work, with: '\${body.inline}' }, { task: work, with: '\${body.queued}', mode: queued }] }\n`,
      );
      const wrong = { to: 'nobody' };
      const right = { do: 'ok' };
      for (const body of [
        { inline: wrong, queued: right },
        { inline: right, queued: wrong },
      ]) {
        const { status, body: problem } = await post('/a', body);
        assert.deepEqual([status, problem['code']], [422, 'PAYLOAD_INVALID']);
      }
      assert.deepEqual([await jobs(), fixtureState().runs], [[], []]);
      const { status, body } = await post('/a', { inline: right, queued: right });
      assert.deepEqual([status, typeof body['id']], [202, 'string']);
      await lines.count(1);
      assert.equal((await jobs()).length, 2);
    });

    it('is over at its hard limit', async () => {
      const limited = HEAD.replace('fixture.ts,', 'fixture.ts, timeout: { hard: 30ms },');
      await serve(`    - { path: /a, after: [{ task: work }] }\n`, limited);
      await post('/a', { do: 'hang' });
      assert.deepEqual(await lines.count(1), ['after.failed']);
      assert.match(String(lines.seen[0]?.['error']), /hard limit/);
    });

    it('is drained by a stop, which may be hurried', async () => {
      await serve(`    - { path: /a, after: [{ task: work }, { task: work, with: { do: ok } }] }\n`);
      await post('/a', { do: 'gate', gate: 'c' });
      await waitFor('the handler', async () => fixtureState().runs.length === 1);
      const stopped = platform.stop();
      await assert.rejects(waitForRefusal(), /refused/);
      fixtureState().open('c');
      await stopped;
      assert.deepEqual(await lines.count(2), ['after.done', 'after.done']);
    });

    async function waitForRefusal(): Promise<void> {
      await waitFor('the server to be closed', async () => {
        try {
          await fetch(`${base}/healthz`, { headers: { connection: 'close' } });
          return false;
        } catch {
          throw new Error('refused');
        }
      });
    }

    it('is given up by a second signal, and told', async () => {
      await serve(`    - { path: /a, after: [{ task: work }, { task: work, with: { do: ok } }] }\n`);
      await post('/a', { do: 'hang' });
      await waitFor('the handler', async () => fixtureState().runs.length === 1);
      platform.hurry();
      await platform.stop();
      assert.deepEqual(await lines.count(2), ['after.abandoned', 'after.abandoned']);
      assert.equal((fixtureState().runs[0]?.aborted as Error).name, 'Shutdown');
    });
  });
}
