/** A small platform on SQLite whose spans go, over OTLP/HTTP protobuf, to a receiver that is not ours. */
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ReceivedSpan } from '@elastic/mockotlpserver';

import { AdminServer } from '../../src/admin/index.ts';
import type { Propagation } from '../../src/core/index.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import { createPlatform, type Platform } from '../../src/platform/index.ts';
import { SpanReceiver } from '../support/span-receiver.ts';

export interface TracedShop {
  readonly platform: Platform;
  readonly url: string;
  /** Stops the platform, which exports what is left. @returns every span received, and the resource's attributes */
  stop(): Promise<{ readonly spans: readonly ReceivedSpan[]; readonly resource: Readonly<Record<string, unknown>> }>;
}

const HANDLERS = `
import { trace } from '@opentelemetry/api';

export async function place(payload, ctx) {
  await trace.getTracer('shop').startActiveSpan('query', async (span) => {
    await new Promise((resolve) => setImmediate(resolve));
    span.end();
  });
  if (ctx.attempt === 1) throw Object.assign(new Error('card terminal is away'), { code: 'ETERMINAL' });
  ctx.progress(1, 2);
  await ctx.enqueue('audit.write', { order: payload.order });
  return { placed: true };
}

export function audit() {}
`;

const manifest = (propagation: Propagation): string => `
version: 1
name: traced-shop
engine: { type: sqlite, path: ./skep.db }
retryPolicies:
  quick: { maxAttempts: 3, backoff: { type: fixed, base: 120ms, jitter: none } }
tasks:
  orders.place: { handler: ./handlers.mjs#place, retry: quick }
  audit.write: { handler: ./handlers.mjs#audit }
routes:
  http:
    - { method: POST, path: '/orders/:id', task: orders.place, with: { order: "\${params.id}" } }
    - { method: POST, path: '/seen/:id', after: [{ task: audit.write, mode: inline }, { task: audit.write, mode: queued }] }
schedules:
  every-second: { task: audit.write, every: 1s }
telemetry:
  traces: { exporter: otlp, propagation: ${propagation} }
reload: { watch: false }
`;

export async function tracedShop(propagation: Propagation): Promise<TracedShop> {
  const receiver = await SpanReceiver.start();
  const folder = await shopFolder(propagation);
  const parts: { stop(): Promise<void> }[] = [];
  const stop = async (): ReturnType<TracedShop['stop']> => {
    for (const part of parts.splice(0)) await part.stop();
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
    return { spans: receiver.spans(), resource: receiver.resource() };
  };
  try {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    };
    const platform = await createPlatform({ file: 'jobs.yaml', cwd: folder, env, logger: silentLogger });
    parts.unshift(platform);
    await platform.start();
    const admin = new AdminServer(platform, { port: 0 });
    parts.unshift(admin);
    await admin.start();
    return { platform, url: admin.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function shopFolder(propagation: Propagation): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'skep-traced-'));
  await writeFile(path.join(folder, 'jobs.yaml'), manifest(propagation));
  await writeFile(path.join(folder, 'handlers.mjs'), HANDLERS);
  // The handlers' own @opentelemetry/api, as a user has it installed.
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), path.join(folder, 'node_modules'));
  return folder;
}
