/** Log lines, read as an operator reads them: each carries the trace of the job that it tells about, and no other's. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { ANY_ENGINE } from '../support/engines.ts';
import type { LogLine } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const JOBS = 40;

/** Fails at each of its two attempts; what it logs when it begins, and when it is aborted, says whose line it is. */
const HANDLER = `
export async function run(payload, ctx) {
  ctx.logger.info({ own: ctx.job.id }, 'begun');
  ctx.signal.addEventListener('abort', () => ctx.logger.info({ own: ctx.job.id }, 'aborted'));
  ctx.progress(1);
  await new Promise((resolve) => setTimeout(resolve, payload.ms));
  throw new Error('no');
}
`;

const SECTIONS = `
queues: { default: { concurrency: 8 } }
retryPolicies: { twice: { maxAttempts: 2, backoff: { type: fixed, base: 20ms } } }
tasks:
  work: { handler: ./handlers/own.mjs#run, retry: twice, timeout: { soft: 15ms } }
admin: { port: 0 }
telemetry: { traces: { exporter: otlp }, logs: { level: debug, format: json } }
reload: { watch: false }
`;

/** Which trace each job has, as its enqueuer said it. */
function traceOf(index: number): string {
  return (index + 1).toString(16).padStart(32, '0');
}

for (const harness of ANY_ENGINE) {
  describe(`log lines on ${harness.name}`, () => {
    const at = stage(harness);

    it('carry the trace of the job that they tell about', async () => {
      await at.project.write(SECTIONS);
      await writeFile(at.project.path('handlers/own.mjs'), HANDLER);
      // Nobody listens there: what is exported is lost, the ids are made all the same.
      const skep = at.spawn(['run'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
      const server = await skep.ready();
      const ids = await Promise.all(
        Array.from({ length: JOBS }, async (_, index) => {
          const response = await fetch(`${server}/api/tasks/work/jobs`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', traceparent: `00-${traceOf(index)}-${'b'.repeat(16)}-01` },
            body: JSON.stringify({ payload: { ms: (index % 5) * 10 } }),
          });
          return ((await response.json()) as { id: string }).id;
        }),
      );
      const traces = new Map(ids.map((id, index) => [id, traceOf(index)]));
      const about = (): LogLine[] => skep.log().filter((line) => traces.has(String(line['jobId'] ?? line['own'])));
      const dead = (): LogLine[] => about().filter((line) => line['event'] === 'job.dead');
      await waitFor('all to be dead', () => dead().length === JOBS);
      const wrong = about().filter((line) => line['trace_id'] !== traces.get(String(line['jobId'] ?? line['own'])));
      assert.deepEqual(
        wrong.map(({ msg, trace_id: trace }) => [msg, trace]),
        [],
      );
      const told = new Set(about().map(({ event, msg }) => event ?? msg));
      for (const what of ['job.enqueued', 'attempt.started', 'begun', 'aborted', 'attempt.failed', 'job.dead']) {
        assert.ok(told.has(what), `nothing tells of ${what}`);
      }
    });
  });
}
