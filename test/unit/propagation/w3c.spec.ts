import assert from 'node:assert/strict';

import { INVALID_SPAN_CONTEXT } from '@opentelemetry/api';

import { readCarrier, writeCarrier } from '../../../src/propagation/index.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('W3C trace context', () => {
  it('comes back as it was written, flag and state included', () => {
    for (const flags of ['00', '01']) {
      const traceparent = `00-${TRACE}-${SPAN}-${flags}`;
      const context = readCarrier(traceparent, 'a=1,b=2');
      assert.ok(context);
      assert.equal(context.isRemote, true);
      assert.deepEqual(writeCarrier(context), { traceparent, tracestate: 'a=1,b=2' });
    }
  });

  it('reads a version it does not know as the first one, further parts ignored', () => {
    assert.equal(readCarrier(`cc-${TRACE}-${SPAN}-01-more`, null)?.traceId, TRACE);
  });

  for (const [what, text] of Object.entries({
    nothing: null,
    'an empty text': '',
    'upper case': `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    'a short id': `00-${TRACE.slice(1)}-${SPAN}-01`,
    'an id of zeros': `00-${'0'.repeat(32)}-${SPAN}-01`,
    'a span of zeros': `00-${TRACE}-${'0'.repeat(16)}-01`,
    'version ff': `ff-${TRACE}-${SPAN}-01`,
    'version 00 with further parts': `00-${TRACE}-${SPAN}-01-x`,
    'a line end': `00-${TRACE}-${SPAN}-01\n`,
  })) {
    it(`takes ${what} for no context`, () => {
      assert.equal(readCarrier(text, null), undefined);
    });
  }

  it('writes nothing for a span that is in no trace', () => {
    assert.deepEqual(writeCarrier(INVALID_SPAN_CONTEXT), { traceparent: null, tracestate: null });
  });
});
