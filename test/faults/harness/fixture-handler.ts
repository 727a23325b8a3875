/**
 * The handler of the fault scenarios: what test/support/handlers/fixture.ts does, with a line in the ledger
 * before and after. Copied into the project's handlers/ beside that file.
 */
import { openSync, writeSync } from 'node:fs';
import type { HandlerContext } from '../../../src/core/index.ts';
import act, { type FixturePayload } from '../../support/handlers/fixture.ts';

const ledger = openSync(process.env['SKEP_LEDGER'] ?? '/dev/null', 'a');

export function note(kind: string, { job, attempt }: HandlerContext): void {
  const at = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  writeSync(ledger, `${kind} ${job.id} ${attempt} ${process.pid} ${at}\n`);
}

export default async function ledgered(payload: FixturePayload, ctx: HandlerContext): Promise<unknown> {
  note('start', ctx);
  try {
    const result = await act(payload, ctx);
    note('end', ctx);
    return result;
  } catch (error) {
    note('fail', ctx);
    throw error;
  }
}
