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
      it(`that ${kind}: shutdown ends long before the exporter gives up, no rejection, one warning, the failure counted`, async () => {
        const port = kind === 'refuses' ? refusedPort : silentPort;
        const answer = await answerOf(
          `const telemetry = await start({});
           for (let n = 0; n < 600; n += 1) await enqueue(telemetry);
           await Promise.all([telemetry.shutdown(), telemetry.shutdown()]);
           const warnings = lines.filter((line) => line.level === 'warn').length;
           console.log(JSON.stringify({ warnings, failures: telemetry.exportFailures() }));
           process.exit();`,
          { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_EXPORTER_OTLP_TIMEOUT: '86400000' },
        );
        assert.equal(answer['warnings'], 1, JSON.stringify(answer));
        assert.ok(Number(answer['failures']) >= 1);
      });
    }
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
