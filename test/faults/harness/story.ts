/** What a failed scenario leaves for whoever looks into it: its faults, and the end of each process' log. */
import type { World } from './world.ts';

const SHOWN = 2_000;

export function storyOf({ ledger, workers }: World): string {
  const lines = ledger.of('kill', 'stall', 'resume', 'term', 'gone');
  const faults = lines.map(({ kind, pid, at }) => `${kind} ${pid} ${Math.round(at)}`).join(', ');
  const logs = workers.map(({ pid, stderr }) => `── ${pid}\n${stderr.slice(-SHOWN)}`).join('\n');
  return `faults: ${faults}\n${logs}`;
}
