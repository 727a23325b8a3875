/** Conditional requests, and requests that count once. */
import assert from 'node:assert/strict';

import { TOKENS } from './fake-served.ts';
import { ask, closeHouses, house, type House } from './http.ts';

describe('admin: conditional requests', () => {
  let local: House;
  beforeEach(async () => {
    local = await house();
  });
  after(closeHouses);

  it('spare the transfer of what the client has, and of nothing else', async () => {
    const first = await ask(local, 'GET /api/queues');
    const tag = first.headers.get('etag') ?? '';
    assert.match(tag, /^"[\w-]{24}\.[\w-]{24}"$/);
    for (const has of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const again = await ask(local, 'GET /api/queues', { headers: { 'if-none-match': has } });
      assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', tag]);
    }
    const other = await ask(local, 'GET /api/queues', { headers: { 'if-none-match': '"x.y"' } });
    assert.deepEqual([other.status, other.text], [200, first.text]);
    assert.equal((await ask(local, 'GET /api/jobs/gone')).headers.get('etag'), null, 'no problem has one');
  });

  it('refuse a change of what was changed since it was read', async () => {
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: 1, options: { id: 'a' } }]);
    const tag = (await ask(local, 'GET /api/jobs/a')).headers.get('etag') ?? '';
    const changed = async (match: string): Promise<number> =>
      (await ask(local, 'POST /api/jobs/a/cancel', { headers: { 'if-match': match } })).status;
    assert.equal(await changed('"x.y"'), 412);
    assert.equal(operations.calls.includes('cancelJob'), false);
    assert.equal(await changed(tag), 200);
    assert.equal(await changed(tag), 412, 'it is cancelled by now');
    assert.equal(await changed('*'), 200);
    const elsewhere = await ask(local, 'POST /api/reload', { headers: { 'if-match': tag } });
    assert.equal(elsewhere.body.code, 'REQUEST_INVALID');
  });

  it('let one of many through that have seen the same', async () => {
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: 1, options: { id: 'a' } }]);
    const tag = (await ask(local, 'GET /api/jobs/a')).headers.get('etag') ?? '';
    const headers = { 'if-match': tag };
    const all = await Promise.all([1, 2, 3].map(() => ask(local, 'POST /api/jobs/a/cancel', { headers })));
    assert.deepEqual(all.map(({ status }) => status).sort(), [200, 412, 412]);
    assert.equal(operations.calls.filter((call) => call === 'cancelJob').length, 1);
  });

  it('get their first answer where they are tried again with their key', async () => {
    const { operations } = local.served;
    await operations.enqueue('emails.send', [{ payload: 1, options: { id: 'a' } }]);
    const tag = (await ask(local, 'GET /api/jobs/a')).headers.get('etag') ?? '';
    const headers = { 'if-match': tag, 'idempotency-key': 'k' };
    const [first, again] = [
      await ask(local, 'POST /api/jobs/a/cancel', { headers }),
      await ask(local, 'POST /api/jobs/a/cancel', { headers }),
    ];
    assert.deepEqual([first.status, again.status, again.text], [200, 200, first.text]);
  });

  it('do not mind what changes by itself', async () => {
    const { operations } = local.served;
    const limits = { name: 'b', tasks: [], breaker: null, until: null };
    let used = 0;
    let limit = 5;
    Object.assign(operations, {
      bucket: async () => ({
        ...limits,
        held: used,
        rate: null,
        concurrency: { limit, used: (used += 1), set: false },
      }),
    });
    const tag = (await ask(local, 'GET /api/buckets/b')).headers.get('etag') ?? '';
    assert.notEqual((await ask(local, 'GET /api/buckets/b')).headers.get('etag'), tag);
    const set = async (): Promise<number> =>
      (await ask(local, 'POST /api/buckets/b/set', { json: { concurrency: 6 }, headers: { 'if-match': tag } })).status;
    assert.equal(await set(), 200);
    limit = 6;
    assert.equal(await set(), 412);
  });
});

describe('admin: requests that count once', () => {
  let local: House;
  beforeEach(async () => {
    local = await house({ tokens: TOKENS });
  });
  after(closeHouses);

  const enqueue = async (key: string, payload: unknown, token = TOKENS[1]?.secret ?? ''): ReturnType<typeof ask> =>
    ask(local, 'POST /api/tasks/emails.send/jobs', { token, json: { payload }, headers: { 'idempotency-key': key } });

  it('are answered as the first was, and do nothing more', async () => {
    const first = await enqueue('k', 1);
    const again = await enqueue('k', 1);
    assert.deepEqual([again.status, again.text], [202, first.text]);
    assert.equal(again.headers.get('location'), first.headers.get('location'));
    assert.deepEqual(
      [first, again].map(({ headers }) => headers.get('idempotency-replayed')),
      [null, 'true'],
    );
    assert.equal(local.served.operations.jobs.size, 1);
  });

  it('are refused where the key was that of another request, of the same caller', async () => {
    await enqueue('k', 1);
    const other = await enqueue('k', 2);
    assert.deepEqual([other.status, other.body.code], [422, 'KEY_REUSED']);
    assert.equal((await enqueue('k', 2, TOKENS[2]?.secret)).status, 202);
    assert.equal((await enqueue('x'.repeat(256), 1)).status, 400);
  });

  it('are refused while the first is under way, and free when that failed', async () => {
    const { operations } = local.served;
    const enqueueReally = operations.enqueue.bind(operations);
    let fail: (error: Error) => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      Object.assign(operations, {
        enqueue: () =>
          new Promise((_resolve, reject) => {
            fail = reject;
            resolve();
          }),
      });
    });
    const first = enqueue('k', 1);
    await begun;
    const second = await enqueue('k', 1);
    assert.deepEqual([second.status, second.body.code], [409, 'KEY_IN_USE']);
    fail(new Error('broken'));
    assert.equal((await first).status, 500);
    Object.assign(operations, { enqueue: enqueueReally });
    assert.equal((await enqueue('k', 1)).status, 202);
  });
});
