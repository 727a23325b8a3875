/**
 * The task of the smoke matrix: `dies` dies once, by its way, when its gate opens, and is well in later runs; `lives` is
 * beside it and ends when its own gate opens. A gate is a file; that a job has died is one too.
 */
import { existsSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandlerContext } from '../../../src/core/index.ts';

export type Death = 'throws' | 'exits' | 'is killed' | 'aborts' | 'exceeds its hard limit';

export interface SmokePayload {
  readonly role: 'dies' | 'lives';
  readonly way: Death;
  /** Absolute path of the file that opens it. */
  readonly gate: string;
}

const LOOK_MS = 10;
const ledger = openSync(process.env['SKEP_LEDGER'] ?? '/dev/null', 'a');

function note(kind: string, { job, attempt }: HandlerContext): void {
  const at = Number(process.hrtime.bigint() / 1_000n) / 1_000;
  writeSync(ledger, `${kind} ${job.id} ${attempt} ${process.pid} ${at}\n`);
}

export default async function smoke({ role, way, gate }: SmokePayload, ctx: HandlerContext): Promise<string> {
  note('start', ctx);
  while (!existsSync(gate)) await sleep(LOOK_MS);
  const died = `${gate}-${ctx.job.id}`;
  if (role === 'dies' && !existsSync(died)) {
    writeFileSync(died, '');
    await die(way, ctx);
  }
  note('end', ctx);
  return 'well';
}

async function die(way: Death, ctx: HandlerContext): Promise<void> {
  if (way === 'exits') process.exit(3);
  if (way === 'is killed') process.kill(process.pid, 'SIGKILL');
  if (way === 'aborts') process.abort();
  if (way === 'throws') {
    note('fail', ctx);
    throw new Error('asked to throw');
  }
  // Deaf to its signal.
  await new Promise(() => undefined);
}
