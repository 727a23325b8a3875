import assert from 'node:assert/strict';

import type { ReceivedSpan } from '@elastic/mockotlpserver';

import { flawsOf } from '../../support/span-trees.ts';

function span(spanId: string, changes: Partial<ReceivedSpan> = {}): ReceivedSpan {
  const times = { startTimeUnixNano: '5', endTimeUnixNano: '9' };
  return { name: spanId, kind: '', traceId: 't', spanId, ...times, attributes: {}, status: { code: '' }, ...changes };
}

describe('what is held against every trace that a test receives', () => {
  it('finds orphans, negative times, missing ends, ids twice and parents of other traces, and nothing else', () => {
    assert.deepEqual(
      flawsOf([span('a', { parentSpanId: 'caller' }), span('b', { parentSpanId: 'a' })], ['caller']),
      [],
    );
    const bad = [
      span('root'),
      span('root'),
      span('orphan', { parentSpanId: 'gone' }),
      span('back', { endTimeUnixNano: '4' }),
      span('open', { endTimeUnixNano: '0' }),
      span('other', { traceId: 'u', parentSpanId: 'root' }),
    ];
    assert.deepEqual(flawsOf(bad), [
      '1 spans have the id of another',
      'orphan is an orphan',
      'back ends before it begins',
      'open has no end',
      'other is in another trace than its parent',
    ]);
  });
});
