import assert from 'node:assert/strict';

import type { ReceivedSpan } from '@elastic/mockotlpserver';

import type { JobView } from '../../src/api/index.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { assertWhole } from '../support/span-trees.ts';
import { waitFor } from '../support/wait-for.ts';
import { tracedShop, type TracedShop } from './traced-shop.ts';

const CALLER = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };

interface Story {
  readonly order: JobView;
  readonly child: JobView;
  readonly tick: JobView;
  readonly spans: readonly ReceivedSpan[];
  readonly resource: Readonly<Record<string, unknown>>;
}

/** request → order (fails, is retried) → child job; a tick of the schedule meanwhile; then everything is exported. */
async function storyOf(shop: TracedShop): Promise<Story> {
  try {
    const told = await tellStory(shop);
    const end = await shop.stop();
    assertWhole(end.spans, [CALLER.spanId]);
    return { ...told, ...end };
  } catch (error) {
    await shop.stop();
    throw error;
  }
}

async function tellStory(shop: TracedShop): Promise<Pick<Story, 'order' | 'child' | 'tick'>> {
  const answer = await fetch(`${shop.url}/orders/77`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` },
    body: '{}',
  });
  assert.equal(answer.status, 202);
  const { id } = (await answer.json()) as { id: string };
  const jobs = async (): Promise<readonly JobView[]> =>
    (await shop.platform.operations.listJobs({ task: 'audit.write', state: ['completed'], limit: 200 })).jobs;
  const child = await waitFor('the child job', async () => (await jobs()).find((job) => job.parentId === id));
  const tick = await waitFor('a tick', async () => (await jobs()).find((job) => job.schedule !== null));
  const order = await shop.platform.operations.getJob(id, PATIENCE_MS);
  return { order, child, tick };
}

function byName(spans: readonly ReceivedSpan[], name: string): ReceivedSpan[] {
  return spans
    .filter((span) => span.name === name)
    .sort((a, b) => Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)));
}

function attemptsOf(spans: readonly ReceivedSpan[], job: JobView): ReceivedSpan[] {
  return byName(spans, `process ${job.task}`).filter((span) => span.attributes['messaging.message.id'] === job.id);
}

function single(spans: readonly ReceivedSpan[]): ReceivedSpan {
  assert.equal(spans.length, 1);
  assert.ok(spans[0]);
  return spans[0];
}

function childrenOf(spans: readonly ReceivedSpan[], parent: ReceivedSpan | undefined): string[] {
  assert.ok(parent);
  return spans
    .filter((span) => span.parentSpanId === parent.spanId)
    .map((span) => span.name)
    .sort();
}

describe('a job traced through the whole house, read back from a receiver that is not ours', function () {
  describe('propagation: parent', () => {
    let story: Story;

    before(async () => {
      story = await storyOf(await tracedShop('parent'));
    });

    it('is one trace, on from the caller: request → enqueue → failed attempt, retried attempt → child job', () => {
      const { spans, order, child } = story;
      const request = single(byName(spans, 'POST /orders/:id'));
      const enqueue = single(byName(spans, 'enqueue orders.place'));
      const [first, second, ...more] = attemptsOf(spans, order);
      assert.ok(first && second);
      assert.deepEqual(more, []);
      const childEnqueue = single(byName(spans, 'enqueue audit.write'));
      const childAttempt = single(attemptsOf(spans, child));
      const line: [ReceivedSpan, string][] = [
        [request, CALLER.spanId],
        [enqueue, request.spanId],
        [first, enqueue.spanId],
        [second, enqueue.spanId],
        [childEnqueue, second.spanId],
        [childAttempt, childEnqueue.spanId],
      ];
      for (const [span, parent] of line) {
        assert.equal(span.traceId, CALLER.traceId, span.name);
        assert.equal(span.parentSpanId, parent, span.name);
      }
      assert.deepEqual(
        [request, enqueue, first].map((span) => span.kind),
        ['SPAN_KIND_SERVER', 'SPAN_KIND_PRODUCER', 'SPAN_KIND_CONSUMER'],
      );
    });

    it('shows the failed attempt as an error with its exception, and the retry as none', () => {
      const [first, second] = attemptsOf(story.spans, story.order);
      assert.deepEqual(first?.status, { message: 'card terminal is away', code: 'STATUS_CODE_ERROR' });
      assert.equal(first.attributes['error.type'], 'ETERMINAL');
      assert.deepEqual(
        first.events?.map((event) => event.name),
        ['exception', 'attempt.failed', 'job.retryable'],
      );
      assert.equal(first.events[0]?.attributes['exception.message'], 'card terminal is away');
      assert.equal(second?.status.code, 'STATUS_CODE_UNSET');
      assert.equal(second.attributes['skep.attempt'], 2);
      assert.equal(second.attributes['skep.outcome'], 'completed');
    });

    it("nests the handler's own spans, and the waits, under each attempt", () => {
      const [first, second] = attemptsOf(story.spans, story.order);
      assert.ok(childrenOf(story.spans, first).includes('query'));
      const later = childrenOf(story.spans, second);
      assert.ok(later.includes('query') && later.includes('wait.backoff'), later.join());
      const backoff = story.spans.find((span) => span.name === 'wait.backoff' && span.parentSpanId === second?.spanId);
      assert.ok(backoff);
      const waitedMs = Number(BigInt(backoff.endTimeUnixNano) - BigInt(backoff.startTimeUnixNano)) / 1e6;
      const [failed, again] = story.order.attempts.map(({ startedAt, finishedAt }) => [startedAt, finishedAt]);
      const betweenMs = Date.parse(String(again?.[0])) - Date.parse(String(failed?.[1]));
      assert.ok(waitedMs >= 110 && waitedMs <= betweenMs, `${waitedMs} ms of ${betweenMs} ms`);
    });

    it('keeps the ids of each attempt in the record of the job', () => {
      const { spans, order } = story;
      assert.deepEqual(
        order.attempts.map(({ outcome, traceId, spanId }) => [outcome, traceId, spanId]),
        attemptsOf(spans, order).map((span, n) => [['failed', 'completed'][n], span.traceId, span.spanId]),
      );
    });

    it('begins a trace with each tick, whose job goes on in it', () => {
      const { spans, tick } = story;
      const attempt = single(attemptsOf(spans, tick));
      const root = single(spans.filter((span) => span.spanId === attempt.parentSpanId));
      assert.equal(root.name, 'tick every-second');
      assert.ok(!root.parentSpanId);
      assert.notEqual(root.traceId, CALLER.traceId);
      assert.equal(root.attributes['skep.schedule.tick_at'], tick.schedule?.tickAt);
      assert.equal(root.events?.[0]?.name, 'schedule.ticked');
      assert.equal(attempt.attributes['skep.schedule.name'], 'every-second');
    });

    it('says whose spans they are', () => {
      const { resource } = story;
      assert.equal(resource['service.name'], 'traced-shop');
      assert.equal(resource['deployment.environment.name'], 'test');
      assert.equal(resource['telemetry.sdk.language'], 'nodejs');
    });

    it('traces nothing of the internal loops', () => {
      const known = /^(POST|GET|enqueue|process|wait\.\w+|tick|query)\b/;
      assert.deepEqual(
        story.spans.map((span) => span.name).filter((name) => !known.test(name)),
        [],
      );
      const ids = new Set(story.spans.map((span) => span.spanId));
      const orphans = story.spans.filter((span) => span.parentSpanId && !ids.has(span.parentSpanId));
      assert.deepEqual(
        orphans.map((span) => span.name),
        ['POST /orders/:id'],
      );
    });
  });

  it('propagation: link gives the job a trace of its own, linked to the enqueuer', async () => {
    const { spans, order, child } = await storyOf(await tracedShop('link'));
    const enqueue = single(byName(spans, 'enqueue orders.place'));
    assert.equal(enqueue.traceId, CALLER.traceId);
    const [first, second] = attemptsOf(spans, order);
    assert.ok(first && second);
    assert.notEqual(first.traceId, CALLER.traceId);
    assert.ok(!first.parentSpanId);
    assert.equal(second.traceId, first.traceId);
    assert.equal(second.parentSpanId, first.spanId);
    for (const span of [first, second]) {
      const link = span.links?.[0];
      assert.deepEqual(
        [link?.traceId, link?.spanId, link?.attributes['skep.link']],
        [enqueue.traceId, enqueue.spanId, 'enqueue'],
      );
    }
    const childEnqueue = single(byName(spans, 'enqueue audit.write'));
    assert.equal(childEnqueue.traceId, second.traceId);
    assert.equal(single(attemptsOf(spans, child)).links?.[0]?.spanId, childEnqueue.spanId);
  });

  it('propagation: perAttempt gives each attempt its own trace, linked to the one before', async () => {
    const { spans, order } = await storyOf(await tracedShop('perAttempt'));
    const [first, second] = attemptsOf(spans, order);
    assert.ok(first && second);
    assert.equal(new Set([CALLER.traceId, first.traceId, second.traceId]).size, 3);
    assert.deepEqual(
      second.links?.map((link) => link.attributes['skep.link']),
      ['enqueue', 'previous_attempt'],
    );
    assert.equal(second.links[1]?.spanId, first.spanId);
  });
});
