/** What a handler may throw and give on the far side, whatever it is: nothing of it ends the thread or process. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { SharedResources } from '../../../src/core/index.ts';
import { FarAttempt } from '../../../src/executors/far-attempt.ts';
import type { FarNews, RunMessage } from '../../../src/executors/messages.ts';
import { silentLogger, systemClock } from '../../../src/foundation/index.ts';
import { newJob } from '../../support/new-job.ts';

const HANDLERS = `
const hostile = () => { throw new Error('do not look'); };
export const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy; };
export const proxied = () => { throw new Proxy(new Error(), { get: hostile, getPrototypeOf: hostile }); };
export const given = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return { proxy }; };
const refused = async (call) => call.then(() => 'taken', (error) => error.code);
export const options = ({}, ctx) => Promise.all([
  refused(ctx.enqueue('work', {}, { delay: () => 1 })),
  refused(ctx.enqueue('work', {}, { priority: Number.NaN })),
  refused(ctx.enqueue('work', {}, { headers: { a: Symbol('a') } })),
]);
`;

describe('an attempt on the far side', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'skep-far-'));
    await writeFile(path.join(folder, 'far.mjs'), HANDLERS);
  });

  after(() => rm(folder, { recursive: true }));

  async function run(name: string): Promise<FarNews[]> {
    const news: FarNews[] = [];
    const clock = systemClock;
    const shared = new SharedResources({
      clock,
      logger: () => silentLogger,
      handlerLogger: () => silentLogger as never,
    });
    const code = { file: path.join(folder, 'far.mjs'), text: `./far.mjs#${name}`, export: name, commonJs: false };
    const order = {
      ...{ kind: 'run', turn: 1, job: newJob({ payload: {} }), code, resources: [], carrier: {}, levels: [] },
    } as unknown as RunMessage;
    await new FarAttempt(order, { port: { post: (one) => news.push(one) }, clock, shared, turn: undefined }).run();
    return news;
  }

  for (const name of ['revoked', 'proxied', 'given']) {
    it(`ends as failed where nothing can be read of what it has (${name})`, async () => {
      const last = (await run(name)).at(-1);
      assert.equal(last?.kind, 'ended');
      if (name !== 'given') assert.equal(last.how.kind, 'threw');
    });
  }

  it('refuses options that cannot cross, before anything is sent', async () => {
    const news = await run('options');
    assert.deepEqual(
      news.map(({ kind }) => kind),
      ['ended'],
    );
    const [last] = news;
    assert.ok(last?.kind === 'ended' && last.how.kind === 'returned' && last.how.encoded.ok);
    assert.deepEqual(JSON.parse(last.how.encoded.text), ['REQUEST_INVALID', 'REQUEST_INVALID', 'REQUEST_INVALID']);
  });
});
