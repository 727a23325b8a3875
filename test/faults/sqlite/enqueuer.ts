/**
 * A process with several connections that all enqueue as fast as they can. Arguments: the file, the number of
 * connections, batches of each. Sends, in the end, the ids that were acknowledged and the refusals.
 */
import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { openSqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { newJobs } from '../../support/new-job.ts';

export interface EnqueuerReport {
  readonly acknowledged: readonly string[];
  readonly refused: readonly string[];
}

const [, program = '', file = '', connections = '1', batches = '1'] = process.argv;

async function enqueue(engine: Engine, report: { acknowledged: string[]; refused: string[] }) {
  for (let batch = 0; batch < Number(batches); batch += 1) {
    try {
      const receipts = await engine.jobs.enqueue(newJobs(5));
      report.acknowledged.push(...receipts.map(({ id }) => id));
    } catch (error) {
      report.refused.push(String(error));
    }
  }
}

async function main(): Promise<void> {
  const report = { acknowledged: [] as string[], refused: [] as string[] };
  const options = { path: file, timings: DEFAULT_TIMINGS, clock: systemClock, newId };
  const engines = await Promise.all(Array.from({ length: Number(connections) }, () => openSqliteEngine(options)));
  await Promise.all(engines.map((engine) => enqueue(engine, report)));
  await Promise.all(engines.map((engine) => engine.close()));
  await new Promise((resolve) => process.send?.(report satisfies EnqueuerReport, resolve));
}

if (program.includes('enqueuer')) {
  await main();
  process.exit(0);
}
