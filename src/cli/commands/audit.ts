import type { Command } from 'commander';
import type { AuditLineView, AuditQuery } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { integerOption } from '../options.ts';
import type { Layout } from '../printer.ts';

const AUDIT: Layout<AuditLineView> = {
  plural: 'lines',
  name: ({ id }) => id,
  columns: [
    { title: 'AT', of: ({ at }) => at, instant: true },
    { title: 'BY', of: ({ by }) => by, yields: 'middle' },
    { title: 'DID', of: ({ operation }) => operation },
    { title: 'TO', of: ({ subject }) => subject && `${subject.kind} ${subject.name}`, yields: 'middle' },
    { title: 'OUTCOME', of: ({ outcome, code }) => code ?? outcome },
    { title: 'ASKED', of: ({ arguments: asked }) => shown(asked), yields: 'end' },
    { title: 'BEFORE', of: ({ before }) => shown(before), yields: 'end' },
    { title: 'AFTER', of: ({ after }) => shown(after), yields: 'end' },
    { title: 'VIA', of: ({ via }) => via, wide: true },
    { title: 'ADDRESS', of: ({ address }) => address, wide: true },
  ],
};

function shown(said: object | null): string | null {
  return said === null || Object.keys(said).length === 0 ? null : JSON.stringify(said);
}

/** Of a page of the API. */
const PAGE = 200;

export function registerAudit(program: Command, exit: ExitSlot): void {
  const audit = program.command('audit').description('who changed what, and who logged in, the newest first');
  audit
    .option('--by <name>', 'by that name, or by those that match, as in ann*')
    .option('--operation <word>', 'what was done, as in pauseQueue or pause*')
    .option('--about <name>', 'what concerned the job, queue, schedule … of that id or name')
    .option('--outcome <outcome>', 'begun, done, refused or failed')
    .option('--since <instant|duration>', 'since then, or in the last 2h')
    .option('--until <instant|duration>', 'before then')
    .option('--cursor <cursor>', 'go on where the last page ended')
    .option('--limit <number>', 'at most so many', integerOption(1, 1_000_000), 50);
  onCall<Omit<AuditQuery, 'limit'> & { limit: number }>(
    audit,
    exit,
    async (call, _args, { limit, cursor, ...query }) => {
      const operations = await call.operations();
      const lines: AuditLineView[] = [];
      let next: string | null | undefined = cursor;
      while (next !== null && lines.length < limit) {
        const page = await operations.audit({
          ...query,
          ...(next !== undefined && { cursor: next }),
          limit: Math.min(PAGE, limit - lines.length),
        });
        lines.push(...page.lines);
        ({ next } = page);
      }
      await call.printer.list(AUDIT, lines, { next: next ?? null });
      if (next !== null) call.terminal.say(`there are more: --cursor ${next ?? ''}`);
      return undefined;
    },
  );
}
