import assert from 'node:assert/strict';
import { compareBy, matchesSearch, readSearch, SEARCH_KEYS, type Searched } from '../../../src/core/index.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const JOB: Searched = {
  id: '01a2-77',
  task: 'emails.send',
  queue: 'mail',
  state: 'dead',
  priority: 5,
  attempt: 3,
  payload: {
    to: 'ann@example.com',
    user: { id: 42, vip: true, name: 'Ann B' },
    items: [{ sku: 'x1' }],
    tags: ['a', 'b'],
    none: null,
  },
  tags: ['vip', 'eu-west'],
  createdAt: '2026-11-29T09:00:00.000Z',
  runAt: '2026-11-29T09:00:01.000Z',
  startedAt: '2026-11-29T09:00:03.000Z',
  finishedAt: '2026-11-29T09:00:10.000Z',
  fingerprint: 'f1',
  schedule: { name: 'nightly' },
  parentId: 'p1',
  uniqueKey: 'order-7',
  workflow: { run: 'r1' },
  error: { name: 'TypeError', message: 'read ECONNRESET by peer', code: 'ECONNRESET' },
  attempts: [{ worker: 'w3-abc', durationMs: 7_000 }],
};

function finds(text: string, job: Searched = JOB): boolean {
  const read = readSearch(text);
  assert.ok(read.ok, text);
  return matchesSearch(read.terms, job, NOW);
}

describe('the search language', () => {
  const FOUND = [
    '',
    '   ',
    'state:dead',
    'state:completed,dead',
    '-state:completed task:emails.*',
    'task:*send queue:mail,other',
    'id:01a2-*',
    'tag:vip',
    'tag:eu-*',
    '-tag:test',
    'schedule:nightly worker:w3-*',
    'error:econnreset error:"by peer"',
    'fingerprint:f1',
    'payload.user.id:42',
    'payload.user.id:>41 payload.user.id:<=42',
    'payload.user.vip:true payload.none:null',
    'payload.user.name:"Ann B"',
    'payload.to:*@example.com',
    'payload.items.0.sku:x1',
    'payload.tags:b',
    '-payload.missing:1',
    'attempt:>=3 priority:5',
    'duration:>5s wait:>=2s -wait:>2s',
    'created:>2h created:<4h',
    'created:>2026-11-29T08:00:00Z finished:<2026-11-29T10:00:00Z',
    'started:<3h',
    'enqueued:>2h -worker:w4',
    'parent:p1 run:r1 key:order-*',
  ];
  const LOST = [
    'state:completed',
    '-state:dead',
    'task:emails',
    'tag:vi',
    'error:timeout',
    'payload.user.id:4',
    'payload.user:42',
    'payload.to:*@example.org',
    'payload.to:>1',
    'payload.__proto__.x:1',
    'attempt:>3',
    'duration:>8s',
    'created:<2h',
  ];
  for (const text of FOUND) it(`finds by ${text || 'nothing'}`, () => assert.equal(finds(text), true));
  for (const text of LOST) it(`does not find by ${text}`, () => assert.equal(finds(text), false));

  it('looks for what is not there in what has not begun', () => {
    const waiting: Searched = { ...JOB, startedAt: null, finishedAt: null, error: null, attempts: [], schedule: null };
    for (const text of [
      'error:x',
      'duration:>1ms',
      'wait:>1ms',
      'started:>1h',
      'finished:<1h',
      'schedule:*',
      'worker:*',
    ]) {
      assert.equal(finds(text, waiting), false, text);
      assert.equal(finds(`-${text}`, waiting), true, text);
    }
  });

  const WRONG: readonly (readonly [string, number, RegExp, RegExp])[] = [
    ['stat:dead', 0, /no key "stat"/, /`state`/],
    ['status:dead', 0, /no key/, /`state:`/],
    ['constructor:dead', 0, /no key "constructor"/, /keys are/],
    ['sort:-size', 0, /no order by "size"/, /duration, wait/],
    ['sort:-durations', 0, /no order/, /`duration`/],
    ['sort:wait sort:duration', 10, /two orders/, /leave one/],
    ['-sort:wait', 1, /cannot be negated/, /sort:-duration/],
    ['state:failed', 6, /no state/, /`dead`/],
    ['state:>dead', 7, /cannot be compared/, /state:dead/],
    ['task', 0, /task has no value/, /task:/],
    ['task:', 5, /value of task is missing/, /""/],
    ['task:a,', 7, /is missing/, /""/],
    ['error:"x', 6, /no end/, /"/],
    ['payload:1', 0, /needs a path/, /payload\.user/],
    ['payload..a:1', 0, /needs a path/, /payload\.user/],
    ['queue.x:1', 0, /queue has no x/, /queue:/],
    ['attempt:many', 8, /cannot be read/, />=3/],
    ['payload.n:>NaN', 11, /cannot be read/, /a number/],
    ['duration:>5', 10, /cannot be read/, />5s/],
    ['created:2h', 8, /is compared/, /<2h/],
    ['created:<yesterday', 9, /cannot be read/, /an age/],
    [`id:${'x'.repeat(2_000)}`, 2_000, /longer/, /a search is/],
    ['id:a '.repeat(21), 0, /more than 20/, /a search is/],
  ];
  for (const [text, at, message, hint] of WRONG) {
    it(`says what is wrong in ${text.slice(0, 30)}`, () => {
      const read = readSearch(text);
      assert.ok(!read.ok);
      assert.equal(read.at, at);
      assert.match(read.message, message);
      assert.match(read.hint, hint);
    });
  }

  it('orders by what is asked for, what has none of it last', () => {
    const jobs: Searched[] = [3, 1, 2].map((n) => ({
      ...JOB,
      id: String(n),
      attempt: n,
      attempts: [{ worker: 'w', durationMs: n }],
    }));
    const waiting: Searched = { ...JOB, id: '-', attempts: [], startedAt: null };
    const sorted = (text: string): string => {
      const read = readSearch(text);
      assert.ok(read.ok && read.order);
      const { order } = read;
      return [waiting, ...jobs]
        .sort((one, other) => compareBy(order, one, other))
        .map(({ id }) => id)
        .join('');
    };
    assert.equal(sorted('sort:duration state:dead'), '123-');
    assert.equal(sorted('state:dead sort:-duration'), '321-');
    assert.equal(sorted('sort:enqueued'), '-312', 'equal ones stay as they are');
  });

  it('is linear in hostile texts', () => {
    for (const text of ['-'.repeat(2_000), '"'.repeat(1_999), 'a.'.repeat(1_000), ','.repeat(2_000)]) readSearch(text);
    assert.equal(finds(`id:${'*a'.repeat(900)}`, { ...JOB, id: 'a'.repeat(2_000) }), true);
    assert.equal(finds(`id:${'*a'.repeat(900)}b`, { ...JOB, id: 'a'.repeat(2_000) }), false);
  });

  it('has a meaning for each key', () => {
    for (const key of SEARCH_KEYS) {
      const word = key === 'payload' ? 'payload.x' : key;
      const tried = ['dead', '1', '>5s', '<2h'].map((value) => readSearch(`${word}:${value}`).ok);
      assert.ok(tried.includes(true), key);
    }
  });
});
