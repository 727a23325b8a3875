/** Clean shutdown with telemetry and the admin API on: nothing keeps the process alive (docs/reliability.md). */
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { family } from './harness/scenario.ts';
import { BASIC } from './harness/world.ts';

const TRACED = `${BASIC}telemetry: { traces: { exporter: otlp, sample: 1 } }\n`;

/** A telemetry backend that takes connections and never answers. */
async function blackHole(): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

family('Clean shutdown', (scenario) => {
  scenario('with tracing to a backend that is gone, the API on, and clients that hold connections', async (world) => {
    await world.manifest(TRACED);
    const worker = world.spawn({ args: ['--port', '0'], env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' } });
    const url = new URL(await worker.ready());
    await world.enqueueMany(20, { do: 'sleep', ms: 20 });
    const idle = connect(Number(url.port), url.hostname);
    idle.on('error', () => undefined);
    await once(idle, 'connect');
    const events = await fetch(new URL('healthz', url), { keepalive: true });
    assert.equal(events.status, 200);
    await events.text();
    await world.exits(worker);
    idle.destroy();
    await world.worker();
    await world.check({ faultless: true });
  });

  scenario('with tracing to a backend that never answers, a request under way and a job under way', async (world) => {
    const hole = await blackHole();
    try {
      await world.manifest(TRACED);
      const worker = world.spawn({ args: ['--port', '0'], env: { OTEL_EXPORTER_OTLP_ENDPOINT: hole.url } });
      const url = await worker.ready();
      const [id = ''] = await world.enqueueMany(1, { do: 'sleep', ms: 500 });
      await world.started(1);
      const over = new AbortController();
      const waiting = fetch(new URL(`api/jobs/${id}?wait=30s`, url), { signal: over.signal }).catch(() => undefined);
      await world.exits(worker);
      // Node's fetch may wait for ever where a connection is reset in the moment in which it is made.
      over.abort();
      await waiting;
      await world.check({ faultless: true });
    } finally {
      hole.close();
    }
  });
});
