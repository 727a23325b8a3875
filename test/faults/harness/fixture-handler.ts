/**
 * The handler of the fault scenarios: what test/support/handlers/fixture.ts does, with a line in the ledger
 * before and after. Copied into the project's handlers/ beside that file.
 */
import { openSync, writeSync } from 'node:fs';
import type { HandlerContext } from '../../../src/core/index.ts';
import act, { type FixturePayload } from '../../support/handlers/fixture.ts';

/** Only in the job's first run, later ones end at once: hangs until it is aborted, or does not even hear of that. */
interface FirstRunPayload {
  readonly do: 'hang-once' | 'deaf-once';
}
type Payload = FixturePayload | FirstRunPayload;

/** Longer than any test. */
const DEAF_MS = 86_400_000;

const ledger = openSync(process.env['SKEP_LEDGER'] ?? '/dev/null', 'a');

function note(kind: string, { job, attempt }: HandlerContext): void {
  const at = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  writeSync(ledger, `${kind} ${job.id} ${attempt} ${process.pid} ${at}\n`);
}

export default async function ledgered(payload: Payload, ctx: HandlerContext): Promise<unknown> {
  note('start', ctx);
  try {
    const result = await act(firstRun(payload, ctx), ctx);
    note('end', ctx);
    return result;
  } catch (error) {
    note('fail', ctx);
    throw error;
  }
}

function firstRun(payload: Payload, { job }: HandlerContext): FixturePayload {
  if (!isFirstRun(payload)) return payload;
  if (job.attempts.length > 0) return { do: 'ok' };
  return payload.do === 'hang-once' ? { do: 'hang' } : { do: 'ignore-abort', ms: DEAF_MS };
}

function isFirstRun(payload: Payload): payload is FirstRunPayload {
  return payload.do === 'hang-once' || payload.do === 'deaf-once';
}
