import type { Row } from '../row.ts';
import { enqueueRow } from './enqueue.ts';
import { processRow } from './process.ts';

/** By the name that `--rows` takes, in the order of the report. */
export const ROWS: Readonly<Record<string, Row>> = {
  process: processRow,
  enqueue: enqueueRow,
};
