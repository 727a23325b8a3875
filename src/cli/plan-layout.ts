/** A plan, and revisions, as a person reads them. */
import type { PlannedChange, PlannedField, PlanView, RevisionDetailView, RevisionView } from '../api/index.ts';
import { counted } from '../foundation/index.ts';
import type { Layout } from './printer.ts';
import { printable, type Terminal } from './terminal.ts';

type Colors = Terminal['stdoutColors'];

export const REVISIONS: Layout<RevisionView> = {
  plural: 'revisions',
  name: ({ revision }) => String(revision),
  columns: [
    { title: 'REVISION', of: ({ revision }) => String(revision) },
    { title: 'SINCE', of: ({ appliedAt }) => appliedAt, instant: true },
    { title: 'HASH', of: ({ hash }) => hash.slice(0, 12) },
    { title: 'BY', of: ({ by }) => by },
    { title: 'HOW', of: ({ cause, of }) => (of === null ? cause : `${cause} to ${of}`) },
    { title: 'MESSAGE', of: ({ message }) => message },
  ],
};

/** The text of its files, so that it can be written into one; where there are several each under its name. */
export function revisionLines(view: RevisionDetailView): readonly string[] {
  const { revision, appliedAt, by, cause, of, message, files } = view;
  const how = of === null ? cause : `${cause} to ${of}`;
  const head = `# revision ${revision}, ${appliedAt}, ${how} by ${printable(by)}${message === null ? '' : `: ${printable(message)}`}`;
  if (files === null) return [head, '# what it said is not kept any more'];
  return [head, ...files.flatMap(({ path, text }) => [`# ${printable(path)}`, text.trimEnd()])];
}

export function planLines(plan: PlanView, colors: Colors): readonly string[] {
  const { from, to, changes, refused, schedules } = plan;
  const before = from === null ? 'nothing is in force yet' : `revision ${from.revision} (${from.hash.slice(0, 12)})`;
  const after = to.of === null ? to.hash.slice(0, 12) : `what revision ${to.of} said (${to.hash.slice(0, 12)})`;
  if (changes.length === 0) return [`${before}: it would change nothing`];
  return [
    `${before} → ${after}`,
    ...changes.flatMap((change) => changeLines(change, colors)),
    ...schedules.flatMap(({ name, before: old, after: next }) => {
      const [was, willBe] = [old[0] ?? 'never', next[0] ?? 'never'];
      return was === willBe ? [] : [`  schedule ${printable(name)}: next ${was} → ${willBe}`];
    }),
    ...refused.map(({ code, text }) => `${colors.red('refused')} ${code} ${printable(text)}`),
    refused.length === 0 ? counted(changes.length, 'change') : helpOf(to.of),
  ];
}

/** @param of the revision that is gone back to, which says what it said */
function helpOf(of: number | null): string {
  const move = of === null ? 'say in `moved:` where they go, ' : '';
  return `nothing can be applied: ${move}wait for them with --drain, or let them wait with --hold`;
}

function changeLines({ kind, section, name, fields, effect }: PlannedChange, colors: Colors): readonly string[] {
  const sign = { add: colors.green('+'), change: colors.yellow('~'), remove: colors.red('-') }[kind];
  const head = `${sign} ${section}${name === '' ? '' : ` ${printable(name)}`}`;
  // The fingerprint of a schedule follows from what differs beside it.
  const told = fields.length > 1 ? fields.filter((field) => field.name !== 'spec') : fields;
  return [head, ...told.map((field) => `    ${fieldText(field)}`), `    ${printable(effect)}`];
}

function fieldText({ name, before, after }: PlannedField): string {
  if (before === null && after === null) return `${printable(name)} differs`;
  return `${printable(name)}: ${printable(before ?? '-')} → ${printable(after ?? '-')}`;
}
