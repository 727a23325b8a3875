import type { Row } from '../row.ts';
import { backlogRow } from './backlog.ts';
import { delayedRow } from './delayed.ts';
import { endToEndRow } from './end-to-end.ts';
import { enqueueRow } from './enqueue.ts';
import { executorsRow } from './executors.ts';
import { limitedRow, uniqueRow } from './flow.ts';
import { idleRow } from './idle.ts';
import { memoryRow } from './memory.ts';
import { payloadsRow } from './payloads.ts';
import { pickUpRow } from './pick-up.ts';
import { prioritiesRow } from './priorities.ts';
import { processRow } from './process.ts';
import { processesRow } from './processes.ts';
import { queuesRow } from './queues.ts';
import { resultsRow } from './results.ts';
import { retriesRow } from './retries.ts';
import { startUpRow } from './start-up.ts';
import { tracedRow } from './traced.ts';
import { unusedRow } from './unused.ts';
import { workflowsRow } from './workflows.ts';

/** By the name that `--rows` takes, in the order of the report. */
export const ROWS: Readonly<Record<string, Row>> = {
  process: processRow,
  enqueue: enqueueRow,
  'end-to-end': endToEndRow,
  executors: executorsRow,
  'pick-up': pickUpRow,
  processes: processesRow,
  traced: tracedRow,
  unused: unusedRow,
  workflows: workflowsRow,
  payloads: payloadsRow,
  results: resultsRow,
  queues: queuesRow,
  priorities: prioritiesRow,
  limits: limitedRow,
  unique: uniqueRow,
  delayed: delayedRow,
  retries: retriesRow,
  backlog: backlogRow,
  memory: memoryRow,
  idle: idleRow,
  'start-up': startUpRow,
};
