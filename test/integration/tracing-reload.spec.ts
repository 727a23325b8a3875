/** Tracing turned on and off by reloads while jobs run, read back from a receiver that is not ours. */
import assert from 'node:assert/strict';

import { MockOtlpServer, normalizeTrace, type ReceivedSpan } from '@elastic/mockotlpserver';

import { type Logger, silentLogger } from '../../src/foundation/index.ts';
import type { Platform } from '../../src/platform/index.ts';
import { ANY_ENGINE } from '../support/engines.ts';
import { fixtureState } from '../support/handlers/fixture.ts';
import { BASIC } from '../support/project.ts';
import { assertWhole } from '../support/span-trees.ts';
import { enqueue, finished, inState, stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const OFF = BASIC.replace('reload: {', 'reload: { watch: false,');
const ON = `${OFF}telemetry: { traces: { exporter: otlp } }\n`;
const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

for (const harness of ANY_ENGINE) {
  describe(`tracing through reloads on ${harness.name}`, () => {
    const scene = stage(harness);
    let receiver: MockOtlpServer;
    let received: unknown[];
    let before: string | undefined;

    beforeEach(async () => {
      received = [];
      receiver = new MockOtlpServer({
        logLevel: 'warn',
        services: ['http'],
        httpHostname: '127.0.0.1',
        httpPort: 0,
        onTrace: (trace) => received.push(trace),
      });
      await receiver.start();
      // Of the process, where the exporter itself looks: in the platform's `env` it would turn tracing on by itself.
      before = process.env[ENDPOINT];
      process.env[ENDPOINT] = String(receiver.httpUrl);
    });

    afterEach(async () => {
      if (before === undefined) delete process.env[ENDPOINT];
      else process.env[ENDPOINT] = before;
      await receiver.close();
    });

    async function reload(platform: Platform, sections: string): Promise<void> {
      await scene.project.replace(sections);
      await platform.operations.reload();
    }

    function arrived(): ReceivedSpan[] {
      const parts = received.flatMap((raw) => normalizeTrace(raw).resourceSpans);
      return parts.flatMap((part) => part.scopeSpans.flatMap((scope) => scope.spans));
    }

    /** Ids of jobs whose attempts have arrived. */
    function attempts(): unknown[] {
      return arrived()
        .filter(({ name }) => name === 'process work')
        .map((span) => span.attributes['messaging.message.id']);
    }

    it('traces what begins after the reload that turned it on, and ends there what began before it is turned off', async () => {
      await scene.project.write(OFF);
      const platform = await scene.run();
      const untraced = await enqueue(platform, { do: 'gate', gate: 'first' });
      await inState(platform, untraced, 'running');

      await reload(platform, ON);
      const traced = await enqueue(platform, { do: 'ok' });
      const running = await enqueue(platform, { do: 'gate', gate: 'second' });
      await finished(platform, traced);
      await inState(platform, running, 'running');
      fixtureState().open('first');
      assert.equal((await finished(platform, untraced)).attempts[0]?.traceId, null);

      await reload(platform, OFF);
      const late = await enqueue(platform, { do: 'ok' });
      assert.equal((await finished(platform, late)).attempts[0]?.traceId, null);
      fixtureState().open('second');
      const ended = await finished(platform, running);
      await waitFor('both spans', () => attempts().length === 2);
      assert.deepEqual(attempts().sort(), [traced, running].sort());
      assert.ok(ended.attempts[0]?.traceId);

      await reload(platform, ON);
      const again = await enqueue(platform, { do: 'ok' });
      await finished(platform, again);
      await platform.stop();
      assert.deepEqual(attempts().sort(), [traced, running, again].sort());
      assertWhole(arrived());
    });

    it('says of nothing but the form of the log that it waits for a restart', async () => {
      const changes: unknown[] = [];
      const warn: Logger['warn'] = (fields) => {
        if (fields['event'] === 'restart.needed') changes.push(fields['change']);
      };
      const logger: Logger = { ...silentLogger, warn, child: () => logger };
      await scene.project.write(OFF);
      const platform = await scene.run({ logger });
      await reload(platform, ON);
      assert.deepEqual(changes, []);
      await reload(platform, ON.replace('traces:', 'logs: { level: error }, traces:'));
      assert.deepEqual(changes, []);
      await reload(platform, ON.replace('traces:', 'logs: { format: json }, traces:'));
      assert.deepEqual(changes, ['telemetry.logs.format changes at the next start']);
    });

    it('changes nothing by a reload that is refused', async () => {
      await scene.project.write(OFF);
      const platform = await scene.run();
      await scene.project.replace(ON.replace('handler:', 'handle:'));
      await assert.rejects(platform.operations.reload(), { code: 'MANIFEST_INVALID' });
      const job = await finished(platform, await enqueue(platform, { do: 'ok' }));
      assert.equal(job.attempts[0]?.traceId, null);
    });
  });
}
