/** Baggage on its way from whoever calls through jobs to those that they enqueue. */
import assert from 'node:assert/strict';

import { propagation, ROOT_CONTEXT } from '@opentelemetry/api';

import { BAGGAGE_HEADER, baggageOf, carriedBaggage, type Job, type TraceCarrier } from '../../../src/core/index.ts';
import { baggageIn, forwardingTracer } from '../../../src/propagation/index.ts';
import { carrierOf } from '../../../src/runtime/sources/message-job.ts';
import { jobWith, record, type Recording } from './recording.ts';

const ABOUT = { task: 'emails.send', queue: 'emails', count: 1, delayMs: 0, jobId: null };
const REQUEST = { method: 'POST', route: '/x', traceparent: null, tracestate: null };
const TEXT = 'tenant=ann%20b,user=7;secret';

describe('baggage', () => {
  let on: Recording | undefined;

  afterEach(async () => {
    await on?.stop();
    on = undefined;
  });

  function jobOf({ traceparent, tracestate, baggage }: TraceCarrier): Job {
    return jobWith({ traceparent, tracestate, headers: baggage === undefined ? {} : { [BAGGAGE_HEADER]: baggage } });
  }

  it('is read as W3C writes it, without what is malformed, within its bounds', () => {
    assert.equal(carriedBaggage(' tenant = ann%20b ,bad, =x, user=7;secret, q="1",tenant=2'), TEXT);
    for (const nothing of [undefined, null, '', 'bad', ',,;', 'a b=1'])
      assert.equal(carriedBaggage(nothing), undefined);
    assert.equal(carriedBaggage(Array.from({ length: 80 }, (_, n) => `n${n}=1`).join(','))?.split(',').length, 64);
    assert.equal(carriedBaggage(`a=1,b=${'x'.repeat(9_000)}`), 'a=1');
    assert.deepEqual({ ...baggageOf({ baggage: `${TEXT},odd=%zz` }) }, { tenant: 'ann b', user: '7', odd: '%zz' });
    assert.equal(Object.getPrototypeOf(baggageOf({ baggage: '__proto__=1' })), null);
  });

  it('that cannot be written keeps nobody from enqueueing: half of a character becomes a mark', () => {
    const baggage = propagation.createBaggage({ cut: { value: '\ud800x' } });
    assert.equal(baggageIn(propagation.setBaggage(ROOT_CONTEXT, baggage)).baggage, 'cut=%EF%BF%BDx');
  });

  it('of a message stands in its headers', () => {
    const properties = { headers: { baggage: Buffer.from(TEXT) } };
    assert.equal(carrierOf({ properties } as unknown as Parameters<typeof carrierOf>[0]).baggage, TEXT);
  });

  for (const [what, ratio] of [
    ['kept', 1],
    ['left out', 0],
  ] as const) {
    it(`goes from a request to jobs, handlers, children and hooks, where the trace is ${what}`, async () => {
      on = record({ spans: 'own', ratio, baggage: ['tenant'] });
      const { tracer } = on;
      const enqueue = (): Promise<TraceCarrier> => tracer.enqueue(ABOUT, (carrier) => Promise.resolve(carrier));
      const told = await tracer.request({ ...REQUEST, baggage: TEXT }, enqueue);
      assert.equal(told.baggage, TEXT);
      const child = await tracer.attempt(jobOf(told), 1, async (attempt) => {
        assert.equal(propagation.getActiveBaggage()?.getEntry('tenant')?.value, 'ann b');
        const carrier = await enqueue();
        attempt.end('complete', null);
        return carrier;
      });
      assert.equal(child.baggage, TEXT);
      const about = { on: 'success', task: 't', hook: 'h', jobId: 'j', span: undefined, baggage: child.baggage };
      const followed = await tracer.hook(about, enqueue);
      assert.equal(followed.baggage, TEXT);
      assert.equal((await tracer.message({ ...REQUEST, baggage: TEXT }, enqueue)).baggage, TEXT);
      assert.equal((await tracer.detached(enqueue)).baggage, undefined);
      const said = on.spans('process emails.send').map(({ attributes }) => attributes);
      for (const attributes of said) {
        assert.equal(attributes['skep.baggage.tenant'], 'ann b');
        assert.equal(attributes['skep.baggage.user'], undefined);
      }
      assert.equal(said.length, ratio);
    });
  }

  it('goes along while nothing is traced here', async () => {
    const enqueue = (): Promise<TraceCarrier> => forwardingTracer.enqueue(ABOUT, (carrier) => Promise.resolve(carrier));
    const told = await forwardingTracer.request({ ...REQUEST, baggage: TEXT }, enqueue);
    assert.deepEqual([told.baggage, told.traceparent], [TEXT, null]);
    const child = await forwardingTracer.attempt(jobOf(told), 1, enqueue);
    assert.equal(child.baggage, TEXT);
    assert.equal((await enqueue()).baggage, undefined);
  });
});
