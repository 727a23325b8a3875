/** Spans of work after a response: inline below the request's, queued as of any job. */
import assert from 'node:assert/strict';

import { PATIENCE_MS } from '../support/patience.ts';
import { assertWhole } from '../support/span-trees.ts';
import { tracedShop } from './traced-shop.ts';

const CALLER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

describe('work after a response, traced', () => {
  it('has a span below that of its request when it runs inline, and below its enqueue when it is queued', async () => {
    const shop = await tracedShop('parent');
    let queued: string;
    try {
      const answer = await fetch(`${shop.url}/seen/7`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` },
        body: '{}',
      });
      assert.equal(answer.status, 200);
      const { jobs } = (await answer.json()) as { readonly jobs: readonly { readonly id: string }[] };
      assert.equal(jobs.length, 1);
      queued = jobs[0]?.id ?? '';
      await shop.platform.operations.getJob(queued, PATIENCE_MS);
    } catch (error) {
      await shop.stop();
      throw error;
    }
    // The stop waits for what runs inline.
    const { spans } = await shop.stop();
    assertWhole(spans, [CALLER.spanId]);
    const own = spans.filter(({ traceId }) => traceId === CALLER.traceId);
    const named = (name: string) => own.filter((span) => span.name === name);
    const [request] = named('POST /seen/:id');
    assert.equal(request?.parentSpanId, CALLER.spanId);
    const attempts = named('process audit.write');
    const isInline = ({ events }: (typeof spans)[number]): boolean =>
      (events ?? []).some(({ name }) => name === 'attempt.after_response');
    assert.deepEqual(
      attempts.filter(isInline).map(({ parentSpanId }) => parentSpanId),
      [request.spanId],
    );
    const [enqueue] = named('enqueue audit.write');
    assert.equal(enqueue?.parentSpanId, request.spanId);
    assert.deepEqual(
      attempts
        .filter((span) => !isInline(span))
        .map((span) => [span.parentSpanId, span.attributes['messaging.message.id']]),
      [[enqueue.spanId, queued]],
    );
  });
});
