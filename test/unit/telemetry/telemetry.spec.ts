import assert from 'node:assert/strict';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';

import { runTraced } from './child.ts';

/** The child's last line as JSON; what it said on stderr when it failed. */
async function answerOf(body: string, env: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const ended = await runTraced(body, env);
  assert.equal(ended.code, 0, ended.stderr);
  return JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

describe('createTelemetry', function () {
  it('loads no SDK while tracing is off, and hands out a tracer that does nothing', async () => {
    const answer = await answerOf(`
      const telemetry = await start({});
      const carrier = await enqueue(telemetry);
      await telemetry.shutdown();
      console.log(JSON.stringify({ source: telemetry.source, carrier, sdk: loaded('/@opentelemetry/sdk-'), api: loaded('/@opentelemetry/api/') }));`);
    assert.deepEqual(answer, {
      source: 'off',
      carrier: { traceparent: null, tracestate: null, propagation: 'parent' },
      sdk: false,
      // Proves that the list of modules is the right one to look into.
      api: true,
    });
  });

  it('stays off with OTEL_SDK_DISABLED, whatever the manifest says', async () => {
    const answer = await answerOf(
      `const telemetry = await start({ exporter: 'otlp' });
       console.log(JSON.stringify({ source: telemetry.source, sdk: loaded('/@opentelemetry/sdk-') }));`,
      { OTEL_SDK_DISABLED: 'true' },
    );
    assert.deepEqual(answer, { source: 'off', sdk: false });
  });

  it('uses an SDK that is registered already, and leaves it running', async () => {
    const answer = await answerOf(`
      const { NodeSDK } = await import('@opentelemetry/sdk-node');
      const { InMemorySpanExporter, SimpleSpanProcessor } = await import('@opentelemetry/sdk-trace');
      const { trace } = await import('@opentelemetry/api');
      const exporter = new InMemorySpanExporter();
      new NodeSDK({ autoDetectResources: false, spanProcessors: [new SimpleSpanProcessor({ exporter })], metricReaders: [], logRecordProcessors: [] }).start();
      const telemetry = await start({ exporter: 'otlp' });
      await enqueue(telemetry);
      await telemetry.shutdown();
      trace.getTracer('user').startSpan('later').end();
      console.log(JSON.stringify({ source: telemetry.source, spans: exporter.getFinishedSpans().map((span) => span.name) }));`);
    assert.deepEqual(answer, { source: 'registered', spans: ['enqueue a', 'later'] });
  });

  it('prints spans on a laptop with the console exporter', async () => {
    const ended = await runTraced(`
      const telemetry = await start({ exporter: 'console' });
      await enqueue(telemetry);
      await telemetry.shutdown();`);
    assert.equal(ended.code, 0, ended.stderr);
    assert.match(ended.stdout, /name: 'enqueue a'/);
    assert.match(ended.stdout, /'service.name': 'shop'/);
  });

  it('registers again after a shutdown, as tests and embedding applications do', async () => {
    const ended = await runTraced(`
      for (let n = 0; n < 2; n += 1) {
        const telemetry = await start({ exporter: 'console' });
        await enqueue(telemetry);
        await telemetry.shutdown();
        await enqueue(telemetry);
      }`);
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(ended.stdout.split("name: 'enqueue a'").length - 1, 2);
  });

  for (const spans of ['own', 'sdk'] as const) {
    it(`tells processors from code of the beginning and the end of each span, with ${spans} spans`, async () => {
      const answer = await answerOf(`
        const { resourceFromAttributes } = await import('@opentelemetry/resources');
        const seen = [];
        const processor = {
          onStart: (span, parent) => { span.setAttribute('team', 'a'); seen.push(['start', span.name, span.constructor.name]); },
          onEnd: (span) => seen.push(['end', span.name, span.attributes.team, span.resource.attributes.zone]),
          forceFlush: async () => undefined,
          shutdown: async () => seen.push(['shutdown']),
        };
        const resource = resourceFromAttributes({ zone: 'z1' });
        const telemetry = await start({ spans: ${JSON.stringify(spans)} }, {}, { spanProcessors: [processor], resource });
        await enqueue(telemetry);
        await telemetry.shutdown();
        console.log(JSON.stringify({ source: telemetry.source, seen }));`);
      assert.deepEqual(answer, {
        source: 'own',
        seen: [
          ['start', 'enqueue a', spans === 'own' ? 'LeanSpan' : 'SpanImpl'],
          ['end', 'enqueue a', 'a', 'z1'],
          ['shutdown'],
        ],
      });
    });
  }

  it('says that processors from code are left out where the SDK sets up its own', async () => {
    const answer = await answerOf(
      `const processor = { onStart: () => undefined, onEnd: () => undefined, forceFlush: async () => undefined, shutdown: async () => undefined };
       const telemetry = await start({}, process.env, { spanProcessors: [processor] });
       await telemetry.shutdown();
       console.log(JSON.stringify({ lines }));`,
      { OTEL_TRACES_EXPORTER: 'zipkin' },
    );
    assert.match(JSON.stringify(answer['lines']), /processors from code are left out/);
  });

  it('takes sampler and propagator from code', async () => {
    const answer = await answerOf(`
      const { propagation, ROOT_CONTEXT } = await import('@opentelemetry/api');
      const seen = [];
      const processor = { onStart: () => undefined, onEnd: (span) => seen.push(span.attributes.by), forceFlush: async () => undefined, shutdown: async () => undefined };
      const sampler = { shouldSample: (_context, _trace, name) => ({ decision: name === 'enqueue a' ? 2 : 0, attributes: { by: 'mine' } }), toString: () => 'mine' };
      const propagator = { inject: (_context, carrier) => { carrier.mine = '1'; }, extract: (context) => context, fields: () => [] };
      const telemetry = await start({}, {}, { spanProcessors: [processor], sampler, propagator });
      await enqueue(telemetry);
      const carrier = {};
      propagation.inject(ROOT_CONTEXT, carrier);
      await telemetry.shutdown();
      console.log(JSON.stringify({ seen, carrier }));`);
    assert.deepEqual(answer, { seen: ['mine'], carrier: { mine: '1' } });
  });

  it('catches what a processor from code throws, tells it once and harms no other', async () => {
    const answer = await answerOf(`
      const seen = [];
      const fail = () => { throw new Error('mine is broken'); };
      class Broken { onStart = fail; onEnding = fail; onEnd = fail; forceFlush = fail; shutdown = fail; }
      const well = { ...quiet, onStart: (span) => seen.push('start'), onEnd: (span) => seen.push(span.name), shutdown: async () => seen.push('shutdown') };
      const telemetry = await start({}, {}, { spanProcessors: [new Broken(), well] });
      for (let n = 0; n < 2; n += 1) await enqueue(telemetry);
      await telemetry.shutdown();
      const told = lines.filter((line) => line.level === 'warn').map(({ event, message }) => [event, message]);
      console.log(JSON.stringify({ seen, told }));`);
    assert.deepEqual(answer, {
      seen: ['start', 'enqueue a', 'start', 'enqueue a', 'shutdown'],
      told: [
        [
          'tracing.processor',
          'the span processor Broken of the program failed in onStart; work and other processors go on: mine is broken',
        ],
      ],
    });
  });

  it('ends in time, and says so, where a processor from code never shuts down', async () => {
    const answer = await answerOf(`
      const telemetry = await start({}, {}, { spanProcessors: [{ ...quiet, shutdown: () => new Promise(() => undefined) }] });
      await telemetry.shutdown();
      console.log(JSON.stringify(lines.filter((line) => line.event === 'tracing.processor').map(({ call }) => call)));`);
    assert.deepEqual(answer, ['shutdown']);
  });

  it('switches instrumentations on with our provider, off with tracing, and on again', async () => {
    const answer = await answerOf(`
      const seen = [];
      let provider;
      const instrumentation = {
        instrumentationName: 'mine', instrumentationVersion: '1',
        enable: () => seen.push('enable'), disable: () => seen.push('disable'),
        setTracerProvider: (given) => { provider = given; }, setMeterProvider: () => undefined,
        setConfig: () => undefined, getConfig: () => ({ enabled: false }),
      };
      const processor = { ...quiet, onEnd: (span) => seen.push(span.name) };
      const call = (name) => provider.getTracer('mine').startSpan(name).end();
      const first = await start({}, {}, { spanProcessors: [processor], instrumentations: [instrumentation] });
      call('first');
      await first.shutdown();
      call('after');
      const second = await start({ exporter: 'console' }, {}, { instrumentations: [instrumentation] });
      await second.replace(specOf({}));
      await until(() => seen.length === 5);
      await second.replace(specOf({ exporter: 'console' }));
      await second.shutdown();
      console.log(JSON.stringify(seen));`);
    assert.deepEqual(answer, ['enable', 'first', 'disable', 'enable', 'disable', 'enable', 'disable']);
  });

  describe('replaced by a reload', () => {
    it('loads no SDK while the settings say off, and goes on and off with them, also for tracers got before', async () => {
      const answer = await answerOf(`
        const { trace } = await import('@opentelemetry/api');
        const early = trace.getTracer('library');
        const telemetry = await start({}, {});
        await telemetry.replace(specOf({ propagation: 'link' }));
        const before = loaded('/@opentelemetry/sdk-');
        const carriers = [];
        const go = async (traces) => {
          await telemetry.replace(specOf(traces));
          carriers.push([telemetry.source, (await enqueue(telemetry)).traceparent !== null]);
          early.startActiveSpan(JSON.stringify(traces), (span) => span.end());
        };
        for (const exporter of ['console', 'none', 'console']) await go({ exporter });
        await telemetry.shutdown();
        console.log(JSON.stringify({ before, after: loaded('/@opentelemetry/sdk-'), carriers }));`);
      assert.deepEqual(answer, {
        before: false,
        after: true,
        carriers: [
          ['own', true],
          ['off', false],
          ['own', true],
        ],
      });
    });

    it('prints spans of libraries whose tracer is older than tracing, while it is on', async () => {
      const ended = await runTraced(`
        const { trace } = await import('@opentelemetry/api');
        const early = trace.getTracer('library');
        const telemetry = await start({}, {});
        const states = ['none', 'console', 'none', 'console'];
        for (const [n, exporter] of states.entries()) {
          await telemetry.replace(specOf({ exporter }));
          early.startActiveSpan('call-' + n, (span) => span.end());
        }
        await telemetry.shutdown();
        early.startSpan('call-late').end();`);
      assert.equal(ended.code, 0, ended.stderr);
      assert.deepEqual(ended.stdout.match(/call-\w+/g), ['call-1', 'call-3']);
    });

    it('ends the span of a running attempt where it began, and begins others under the new settings', async () => {
      const answer = await answerOf(`
        const { context, trace } = await import('@opentelemetry/api');
        const seen = [];
        const processor = { ...quiet, onEnd: (span) => seen.push([span.constructor.name, span.name]), shutdown: async () => seen.push('shutdown') };
        const telemetry = await start({}, {}, { spanProcessors: [processor] });
        let finish;
        const running = telemetry.tracer.tick('s', 0, () => new Promise((resolve) => { finish = resolve; }));
        const held = telemetry.tracer.enqueue({ ...about, task: 'old' }, async () => {
          await running;
          return trace.getSpan(context.active()) !== undefined;
        });
        await telemetry.replace(specOf({ spans: 'sdk' }));
        await enqueue(telemetry);
        finish();
        const inContext = await held;
        await telemetry.shutdown();
        console.log(JSON.stringify({ seen, inContext }));`);
      assert.deepEqual(answer, {
        seen: [['SpanImpl', 'enqueue a'], ['LeanSpan', 'enqueue old'], 'shutdown'],
        inContext: true,
      });
    });

    it('changes the share that is kept', async () => {
      const answer = await answerOf(`
        const seen = [];
        const processor = { ...quiet, onEnd: (span) => seen.push(span.name) };
        const telemetry = await start({ sample: 0 }, {}, { spanProcessors: [processor] });
        await enqueue(telemetry);
        const before = seen.length;
        await telemetry.replace(specOf({ sample: 1 }));
        await enqueue(telemetry);
        console.log(JSON.stringify([before, seen.length]));
        await telemetry.shutdown();`);
      assert.deepEqual(answer, [0, 1]);
    });

    it('waits for no backend: one that never answers holds nothing up and is told of afterwards', async () => {
      const silent = createServer(() => undefined);
      try {
        const answer = await answerOf(
          `process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:${await listening(silent)}';
           const telemetry = await start({ exporter: 'otlp' }, {});
           await enqueue(telemetry);
           await telemetry.replace(specOf({}));
           const told = lines.length;
           await until(() => lines.some((line) => line.event === 'tracing.lost'));
           console.log(JSON.stringify({ source: telemetry.source, failing: telemetry.failing(), early: lines.slice(0, told).map((line) => line.event) }));
           process.exit();`,
        );
        assert.deepEqual(answer, {
          source: 'off',
          failing: { failing: null, metrics: null },
          early: ['tracing.on', 'tracing.off'],
        });
      } finally {
        silent.close();
      }
    });

    it('leaves one alone whose settings come to the same', async () => {
      const answer = await answerOf(
        `const telemetry = await start({});
         await telemetry.replace(specOf({ exporter: 'console', sample: 0.5 }));
         console.log(JSON.stringify(lines.map((line) => line.event)));
         await telemetry.shutdown();
         process.exit();`,
        { OTEL_TRACES_EXPORTER: 'console', OTEL_TRACES_SAMPLER: 'always_on' },
      );
      assert.deepEqual(answer, ['tracing.on']);
    });

    it('gives a registered SDK the new propagation, and leaves it running', async () => {
      const answer = await answerOf(`
        const { NodeSDK } = await import('@opentelemetry/sdk-node');
        new NodeSDK({ autoDetectResources: false, spanProcessors: [quiet], metricReaders: [], logRecordProcessors: [] }).start();
        const telemetry = await start({ exporter: 'otlp' });
        const modes = [(await enqueue(telemetry)).propagation];
        await telemetry.replace(specOf({ exporter: 'otlp', propagation: 'link' }));
        modes.push((await enqueue(telemetry)).propagation);
        console.log(JSON.stringify({ source: telemetry.source, modes }));`);
      assert.deepEqual(answer, { source: 'registered', modes: ['parent', 'link'] });
    });
  });

  it('tells a variable that cannot be used and goes on', async () => {
    const answer = await answerOf(
      `const telemetry = await start({ exporter: 'none' });
       console.log(JSON.stringify({ source: telemetry.source, lines }));`,
      { OTEL_TRACES_EXPORTER: 'jaeger' },
    );
    assert.equal(answer['source'], 'off');
    assert.match(JSON.stringify(answer['lines']), /"level":"warn".*jaeger/);
  });

  for (const [protocol, type] of [
    ['http/protobuf', 'application/x-protobuf'],
    ['http/json', 'application/json'],
  ] as const) {
    it(`speaks ${protocol} where OTEL_EXPORTER_OTLP_PROTOCOL says so, with the headers given`, async () => {
      const requests: IncomingMessage[] = [];
      const collector = createHttpServer((request, response) => {
        requests.push(request);
        request.resume().on('end', () => response.end());
      });
      try {
        const ended = await runTraced(
          `const telemetry = await start({});
           await enqueue(telemetry);
           await telemetry.shutdown();`,
          {
            OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await listening(collector)}`,
            OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
            OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a%20b',
          },
        );
        assert.equal(ended.code, 0, ended.stderr);
      } finally {
        collector.close();
      }
      assert.deepEqual(
        requests.map(({ url, headers }) => [url, headers['content-type'], headers['x-tenant']]),
        [['/v1/traces', type, 'a b']],
      );
    });
  }

  describe('with a dead collector', () => {
    let silent: Server;
    let silentPort: number;
    let refusedPort: number;

    before(async () => {
      silent = createServer(() => undefined);
      silentPort = await listening(silent);
      const gone = createServer();
      refusedPort = await listening(gone);
      await new Promise((resolve) => gone.close(resolve));
    });

    after(() => {
      silent.close();
    });

    for (const kind of ['refuses', 'accepts and never answers'] as const) {
      it(`that ${kind}: shutdown ends long before the exporter gives up, no rejection, told and counted once`, async () => {
        const port = kind === 'refuses' ? refusedPort : silentPort;
        const answer = await answerOf(
          `const telemetry = await start({});
           for (let n = 0; n < 600; n += 1) await enqueue(telemetry);
           await Promise.all([telemetry.shutdown(), telemetry.shutdown()]);
           const warnings = lines.filter((line) => line.level === 'warn').map((line) => line.event);
           console.log(JSON.stringify({ warnings, lost: lines.find((line) => line.event === 'tracing.lost') }));
           process.exit();`,
          { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_EXPORTER_OTLP_TIMEOUT: '86400000' },
        );
        assert.deepEqual(answer['warnings'], ['tracing.failing', 'tracing.lost']);
        const { failures, droppedSpans } = answer['lost'] as { failures: number; droppedSpans: number };
        assert.deepEqual([failures >= 1, droppedSpans], [true, 600], JSON.stringify(answer));
      });
    }

    it("that never answers the SDK's own exporters: shutdown ends long before they give up", async () => {
      const url = `http://127.0.0.1:${silentPort}`;
      const answer = await answerOf(
        `const telemetry = await start({});
         for (let n = 0; n < 50; n += 1) await enqueue(telemetry);
         await telemetry.shutdown();
         console.log(JSON.stringify({ lost: lines.find((line) => line.event === 'tracing.lost') }));
         process.exit();`,
        {
          ...{ OTEL_TRACES_EXPORTER: 'otlp,zipkin', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
          ...{ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${url}/api/v2/spans` },
          OTEL_EXPORTER_OTLP_TIMEOUT: '86400000',
        },
      );
      // Each of the two has them all.
      assert.equal((answer['lost'] as { droppedSpans: number }).droppedSpans, 2 * 50, JSON.stringify(answer));
    });

    // Of the SDK's own exporters.
    for (const [exporters, protocol] of [
      ['otlp,zipkin', 'grpc'],
      ['otlp', 'http/json'],
    ] as const) {
      it(`that refuses ${exporters} by ${protocol}: every span is counted, those that found the queue full too`, async () => {
        const url = `http://127.0.0.1:${refusedPort}`;
        const answer = await answerOf(
          `const telemetry = await start({});
           for (let n = 0; n < 50; n += 1) await enqueue(telemetry);
           const full = telemetry.droppedSpans;
           await telemetry.shutdown();
           const { droppedSpans } = telemetry;
           console.log(JSON.stringify({ full, droppedSpans, failing: telemetry.failing().failing }));
           process.exit();`,
          {
            ...{
              OTEL_TRACES_EXPORTER: exporters,
              OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
              OTEL_EXPORTER_OTLP_ENDPOINT: url,
            },
            ...{ OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${url}/api/v2/spans`, OTEL_EXPORTER_OTLP_TIMEOUT: '200' },
            ...{ OTEL_BSP_MAX_QUEUE_SIZE: '20', OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20' },
          },
        );
        const each = exporters.split(',').length;
        // Twenty are on their way and twenty wait.
        assert.equal(answer['full'], each * 10, JSON.stringify(answer));
        assert.equal(answer['droppedSpans'], each * 50, JSON.stringify(answer));
        assert.equal(typeof answer['failing'], 'string');
      });
    }
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
