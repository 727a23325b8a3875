/** Bodies and queries of every bad kind. */
import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

import { jsonFlaw } from '../../src/foundation/index.ts';
import { ask, closeHouses, house, type House, pour, statusOf } from './http.ts';
import { assertLinear } from '../support/growth.ts';

const ENQUEUE = 'POST /api/tasks/emails.send/jobs';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('admin: bodies', () => {
  let local: House;
  before(async () => {
    local = await house();
  });
  beforeEach(() => {
    local.served.operations.calls.length = 0;
  });
  after(closeHouses);

  async function refused(status: number, code: string, options: Parameters<typeof ask>[2]): Promise<string> {
    const reply = await ask(local, ENQUEUE, options);
    assert.equal(reply.status, status, reply.text);
    assert.equal(reply.body.code, code);
    assert.deepEqual(local.served.operations.calls, []);
    return `${String(reply.body.detail)} ${String(reply.body.hint)}`;
  }

  it('takes JSON with any spelling of its type', async () => {
    for (const type of [
      'application/json',
      'Application/JSON; charset=UTF-8',
      'application/cloudevents+json',
      'application/json;',
      'application/json; charset=utf8',
      'application/json;charset="UTF8"',
      'application/json; profile="https://a.example/x"; charset=utf-8',
      'application/json; odata.metadata=none',
    ]) {
      const reply = await ask(local, ENQUEUE, { headers: { 'content-type': type }, body: '{"payload":1}' });
      assert.equal(reply.status, 202, `${type} ${reply.text}`);
    }
  });

  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; charset=utf-88',
    'application/json; charset',
    'application/json x',
    'text/json',
  ]) {
    it(`refuses ${type} with 415`, async () => {
      await refused(415, 'MEDIA_TYPE_UNSUPPORTED', { headers: { 'content-type': type }, body: '{"payload":1}' });
    });
  }

  it('refuses a body without a type', async () => {
    await refused(415, 'MEDIA_TYPE_UNSUPPORTED', { body: new TextEncoder().encode('{"payload":1}') });
  });

  it('asks for a body where there is none', async () => {
    assert.match(await refused(400, 'REQUEST_INVALID', {}), /needs a JSON body.*"payload"/);
    assert.match(await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE }), /needs a JSON body/);
  });

  it('says where a body stops being JSON', async () => {
    assert.match(
      await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: '{\n  "payload": 1,\n}' }),
      /unexpected "}" at line 3, column 1/,
    );
    assert.match(
      await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: '{"payload": ' }),
      /it ends at line 1, column 13/,
    );
    assert.match(await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: '\u0001' }), /line 1, column 1/);
  });

  it('refuses what reading would change, and says where', async () => {
    const refusals: readonly [string, RegExp][] = [
      ['{"payload":{"id":12345678901234567890}}', /\/payload\/id: 12345678901234567890 is beyond 2\^53/],
      ['{"payload":{"a":1,"b":[{"c":1,"c":1}]}}', /\/payload\/b\/0\/c: the key is there twice/],
      ['{"payload":1,"options":{"priority":1,"priority":2}}', /\/options\/priority: the key is there twice/],
      ['{"jobs":[{"payload":1},{"payload":{"n":[1e400]}}]}', /\/jobs\/1\/payload\/n\/0: 1e400 is too large/],
    ];
    for (const [body, expected] of refusals)
      assert.match(await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body }), expected);
  });

  it('refuses what is not UTF-8, wherever the flaw stands, and takes a byte order mark', async () => {
    const around = (bytes: number[]): Uint8Array<ArrayBuffer> =>
      new Uint8Array([...Buffer.from('{"payload":"a'), ...bytes, ...Buffer.from('z"}')]);
    const flaws = [
      [0xff],
      [0xe9],
      [0xc3],
      [0xed, 0xa0, 0x80],
      [0xc0, 0xaf],
      [0xf5, 0x80, 0x80, 0x80],
      [0x80],
      [0xf0, 0x9f, 0x90],
    ];
    for (const bytes of flaws) {
      assert.match(await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: around(bytes) }), /not UTF-8/);
      const zipped = {
        headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
        body: new Uint8Array(gzipSync(around(bytes))),
      };
      assert.match(await refused(400, 'REQUEST_INVALID', zipped), /not UTF-8/);
    }
    assert.match(
      await refused(400, 'REQUEST_INVALID', {
        headers: JSON_TYPE,
        body: new Uint8Array(Buffer.from('{"payload":1}', 'utf16le')),
      }),
      /not JSON/,
    );
    const bee = around([...Buffer.from('🐝')]);
    assert.equal((await ask(local, ENQUEUE, { headers: JSON_TYPE, body: bee })).status, 202);
    assert.deepEqual([...local.served.operations.jobs.values()].at(-1)?.payload, 'a🐝z');
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...Buffer.from('{"payload":1}')]);
    assert.equal((await ask(local, ENQUEUE, { headers: JSON_TYPE, body: marked })).status, 202);
  });

  it('refuses 100 MB, told or untold, before they are there', async () => {
    const chunk = ' '.repeat(65_536);
    for (const [told, piece] of [
      ['Content-Length: 104857600', chunk],
      ['Transfer-Encoding: chunked', `10000\r\n${chunk}\r\n`],
    ] as const) {
      const head = `POST /api/tasks/emails.send/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${told}\r\n\r\n`;
      const { answer, sent } = await pour(local, { head, piece, pieces: 1_600 });
      assert.equal(statusOf(answer), 413, told);
      // What the system's own buffers hold may be on its way when the answer comes.
      assert.ok(sent < 32 * 1_048_576, `${told}: ${sent} bytes were taken`);
    }
    assert.equal((await ask(local, 'GET /healthz')).status, 200);
  });

  it('takes a body just under the limit and refuses one just over', async () => {
    const text = (size: number): string => `{"payload":"${'x'.repeat(size - 14)}"}`;
    assert.equal((await ask(local, ENQUEUE, { headers: JSON_TYPE, body: text(1_048_576) })).status, 202);
    local.served.operations.calls.length = 0;
    await refused(413, 'REQUEST_TOO_LARGE', { headers: JSON_TYPE, body: text(1_048_577) });
  });

  it('unpacks gzip within the same limit', async () => {
    const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    // Beside the event loop: it takes so long that an idle connection runs out, which both ends have to see.
    const bomb = new Uint8Array(await promisify(gzip)(Buffer.alloc(200 * 1_048_576, 0x20)));
    assert.equal((await ask(local, ENQUEUE, { headers, body: new Uint8Array(gzipSync('{"payload":1}')) })).status, 202);
    local.served.operations.calls.length = 0;
    const memory = process.memoryUsage().rss;
    await refused(413, 'REQUEST_TOO_LARGE', { headers, body: bomb });
    assert.ok(process.memoryUsage().rss - memory < 64 * 1_048_576);
    await refused(400, 'REQUEST_INVALID', { headers, body: 'no gzip' });
    await refused(415, 'MEDIA_TYPE_UNSUPPORTED', { headers: { ...JSON_TYPE, 'content-encoding': 'zip' }, body: '{}' });
  });

  it('refuses depth that would hurt whoever reads on', async () => {
    const nested = (depth: number): string => `{"payload":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    assert.equal((await ask(local, ENQUEUE, { headers: JSON_TYPE, body: nested(90) })).status, 202);
    local.served.operations.calls.length = 0;
    assert.match(
      await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: nested(101) }),
      /deeper than 100 levels/,
    );
    await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: nested(100_000) });
    await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body: `{"payload":${'{"a":'.repeat(100_000)}` });
  });

  it('reads four times the keys in four times the time', () => {
    const body = (size: number): string =>
      `{"payload":{${Array.from({ length: size }, (_, index) => `"k${index}":1`).join(',')}}}`;
    const read = async (text: string): Promise<void> => {
      assert.equal((await ask(local, ENQUEUE, { headers: JSON_TYPE, body: text })).status, 202);
    };
    return assertLinear(read, body, 20_000);
  });

  it('is not polluted by __proto__ and constructor', async () => {
    const bodies = [
      '{"payload":{"__proto__":{"polluted":1}}}',
      '{"__proto__":{"payload":1}}',
      '{"payload":{"\\u005f_proto__":{"polluted":1}}}',
    ];
    for (const body of bodies)
      assert.match(await refused(400, 'REQUEST_INVALID', { headers: JSON_TYPE, body }), /__proto__/);
    const reply = await ask(local, ENQUEUE, {
      headers: JSON_TYPE,
      body: '{"payload":{"constructor":{"prototype":{"polluted":1}}}}',
    });
    assert.equal(reply.status, 202);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  it('names the key that was meant', async () => {
    assert.match(
      await refused(400, 'REQUEST_INVALID', { json: { paylod: {} } }),
      /unknown key of the body: "paylod" did you mean `payload`/,
    );
    const options = { json: { payload: 1, options: { prioritty: 3 } } };
    assert.match(
      await refused(400, 'REQUEST_INVALID', options),
      /unknown key at \/options: "prioritty" did you mean `priority`/,
    );
    const many = { json: { jobs: [{ payload: 1 }, { payload: 2, option: {} }] } };
    assert.match(
      await refused(400, 'REQUEST_INVALID', many),
      /unknown key at \/jobs\/1: "option" did you mean `options`/,
    );
    await refused(400, 'REQUEST_INVALID', { json: { to: 'a@b', subject: 'naked payload' } });
    await refused(400, 'REQUEST_INVALID', { json: { payload: 1, jobs: [{ payload: 1 }] } });
  });

  it('says what a workflow may be, which is a name or a graph', async () => {
    for (const workflow of [null, [], 7]) {
      const reply = await ask(local, 'POST /api/runs', { json: { workflow } });
      assert.equal(reply.status, 400);
      assert.match(String(reply.body.detail), /at \/workflow is to be the name of a workflow, or one as/);
    }
  });

  it('refuses options of the wrong form, naming each', async () => {
    const reply = await ask(local, ENQUEUE, { json: { payload: 1, options: { priority: 10, tags: 'x' } } });
    assert.equal(reply.status, 400);
    const pointers = (reply.body.violations as { pointer: string }[]).map(({ pointer }) => pointer).sort();
    assert.deepEqual(pointers, ['/options/priority', '/options/tags']);
    // In the words of their schema, not in those of JSON Schema.
    assert.match(
      await refused(400, 'REQUEST_INVALID', { json: { payload: 1, options: { id: '7' } } }),
      /the body at \/options\/id is not an id of 1 to 128 letters/,
    );
    assert.match(
      await refused(400, 'REQUEST_INVALID', { json: { jobs: [{ payload: 1, options: { headers: { a: 1 } } }] } }),
      /\/jobs\/0\/options\/headers\/a is not a text of at most 1024/,
    );
    for (const json of [[], 'text', null, 5, { jobs: [] }, { jobs: {} }, { jobs: [1] }]) {
      assert.equal((await ask(local, ENQUEUE, { json })).status, 400, JSON.stringify(json));
    }
    assert.deepEqual(local.served.operations.calls, []);
  });

  it('takes an empty object where no body is taken, and nothing else', async () => {
    const resume = 'POST /api/queues/default/resume';
    assert.equal((await ask(local, resume)).status, 200);
    assert.equal((await ask(local, resume, { json: {} })).status, 200);
    assert.equal((await ask(local, resume, { json: { for: '10m' } })).status, 400);
    assert.equal((await ask(local, resume, { headers: JSON_TYPE, body: '{' })).status, 400);
  });
});

describe('admin: queries', () => {
  let local: House;
  before(async () => {
    local = await house();
  });
  after(closeHouses);

  it('hands on what was asked, in the types of the table', async () => {
    await ask(local, 'GET /api/jobs?state=dead,cancelled&queue=default&task=emails.send&tag=a%20b&since=2h&limit=7');
    const expected = {
      state: ['dead', 'cancelled'],
      queue: 'default',
      task: 'emails.send',
      tag: 'a b',
      since: '2h',
      limit: 7,
    };
    assert.equal(local.served.operations.calls.at(-1), `listJobs ${JSON.stringify(expected)}`);
  });

  const bad = [
    'limit=0',
    'limit=201',
    'limit=1e9',
    'limit=-1',
    'limit=NaN',
    'limit=0x10',
    'limit=1.5',
    'limit=',
    'limit=99999999999999999999',
    'limit=1&limit=2',
    'limit[]=1',
    'state=done',
    'state=dead,',
    'state=dead&state=cancelled',
    'queue=a&queue=b',
    `queue=${'q'.repeat(65)}`,
    '__proto__=1',
    'constructor=1',
    'toString=1',
  ];
  for (const query of bad) {
    it(`refuses ?${query.slice(0, 60)}`, async () => {
      const reply = await ask(local, `GET /api/jobs?${query}`);
      assert.equal(reply.status, 400, reply.text);
      assert.equal(reply.body.code, 'REQUEST_INVALID');
    });
  }

  it('names the parameter that was meant', async () => {
    assert.match(String((await ask(local, 'GET /api/jobs?stat=dead')).body.hint), /did you mean `state`/);
    assert.match(String((await ask(local, 'GET /api/queues?x=1')).body.hint), /none is taken here/);
    assert.match(String((await ask(local, 'GET /api/jobs?state=dead&state=dead')).body.hint), /commas/);
  });

  it('counts schedule ticks within bounds', async () => {
    assert.equal((await ask(local, 'GET /api/schedules/nightly/next')).body.next.length, 10);
    assert.equal(
      (await ask(local, 'GET /api/schedules/nightly/next?n=3&from=2026-01-01T00:00:00Z')).body.next.length,
      3,
    );
    for (const n of ['0', '-1', '1001', 'ten'])
      assert.equal((await ask(local, `GET /api/schedules/nightly/next?n=${n}`)).status, 400);
  });
});

describe('admin: the place of a flaw in JSON', () => {
  const texts = [
    '',
    ' ',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '[',
    '[1,',
    '[1 2]',
    '[1,]',
    '{a:1}',
    "{'a':1}",
    '01',
    '1.',
    '-',
    '1e',
    '+1',
    'tru',
    'nul',
    'NaN',
    '"a',
    '"\\x"',
    '"\\u12g4"',
    '"\u0007"',
    '[]]',
    '{} {}',
    '{"a":1 "b":2}',
    '[1],2',
    '\ufeff{}',
  ];
  for (const text of texts) {
    it(`finds one in ${JSON.stringify(text)}`, () => {
      assert.notEqual(jsonFlaw(text), undefined);
      assert.throws(() => JSON.parse(text));
    });
  }

  it('finds none where JSON.parse finds none, and agrees on broken pieces of the same', () => {
    const whole = JSON.stringify(
      { a: [1, -2.5e10, 'x\n\u2028"\\'], b: { c: null, d: [true, false, {}, []] }, '': '' },
      null,
      1,
    );
    assert.equal(jsonFlaw(whole), undefined);
    for (let cut = 0; cut < whole.length; cut += 1) {
      for (const text of [
        whole.slice(0, cut),
        whole.slice(0, cut) + whole.slice(cut + 1),
        `${whole.slice(0, cut)},${whole.slice(cut)}`,
      ]) {
        assert.equal(jsonFlaw(text) === undefined, parses(text), text);
      }
    }
  });

  it('says the very character', () => {
    assert.equal(jsonFlaw('{"a": tru}'), 6);
    assert.equal(jsonFlaw('[1, 2'), 5);
    assert.equal(jsonFlaw('{} x'), 3);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
