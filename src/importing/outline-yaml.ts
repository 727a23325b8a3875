/** The outline as the text of a manifest, with its notes as comments where they belong. */
import type { Json } from '../foundation/index.ts';
import { toYaml } from '../manifest/index.ts';
import { yamlText } from './plain-text.ts';
import type { Outline, Note, Section } from './outline.ts';

const WIDTH = 110;
const ORDER: readonly Section[] = ['retryPolicies', 'queues', 'tasks', 'workflows', 'schedules'];

/** @param title what it came of, a line */
export function outlineYaml(
  outline: Outline,
  { name, title }: { readonly name: string; readonly title: string },
): string {
  const several = new Set(outline.notes.map(({ file }) => file)).size > 1;
  const placed = new Set<Note>();
  const parts = [
    `# ${title}`,
    section({ version: 1, name }),
    ...(outline.engine === null
      ? []
      : [remarks(outline.notes, 'engine', placed) + section({ engine: outline.engine })]),
    ...(Object.keys(outline.executors).length === 0 ? [] : [section({ executors: outline.executors })]),
    section({ defaults: outline.defaults }),
    ...ORDER.flatMap((one) => entries(outline, one, placed)),
    ...(outline.routes.length === 0 ? [] : [section({ routes: { tasks: outline.routes } })]),
  ];
  const rest = outline.notes.filter((note) => !placed.has(note));
  const [head = '', ...others] = parts;
  return [head + '\n' + listed(rest, several), ...others].join('\n');
}

function section(value: Json): string {
  return toYaml(value);
}

function entries(outline: Outline, of: Section, placed: Set<Note>): readonly string[] {
  const known = [...outline.sections[of]];
  if (known.length === 0) return [];
  const texts = known.map(([name, fields]) => {
    const text = toYaml({ [name]: fields });
    return indented(remarks(outline.notes, `${of}.${name}`, placed) + text);
  });
  return [`${of}:\n${texts.join('')}`];
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** Comments in front of what they are about. */
function remarks(notes: readonly Note[], at: string, placed: Set<Note>): string {
  const own = notes.filter((note) => note.at === at);
  for (const note of own) placed.add(note);
  return own.map((note) => comment(sentence(note))).join('');
}

const HEADS: readonly (readonly [Note['kind'], string])[] = [
  ['none', 'Has no equal:'],
  ['differs', 'Does not do quite the same:'],
  ['check', 'To be looked at:'],
];

function listed(notes: readonly Note[], several: boolean): string {
  return HEADS.map(([kind, head]) => {
    const own = notes.filter((note) => note.kind === kind);
    const lines = own.map((note) => comment(`- ${several ? `${note.file} ` : ''}${sentence(note, note.line)}`));
    return own.length === 0 ? '' : `#\n# ${head}\n${[...new Set(lines)].join('')}`;
  }).join('');
}

const WORDS: Readonly<Record<Note['kind'], string>> = { none: 'no equal', differs: 'differs', check: 'look at it' };

function sentence({ kind, subject, message }: Note, line?: number | null): string {
  if (line === undefined) return `${WORDS[kind]}: ${subject}: ${message}`;
  return `${line === null ? '' : `line ${line}: `}${subject}: ${message}`;
}

/** Wrapped, so that it can be read beside what it is about. */
function comment(text: string): string {
  const lines = [''];
  for (const word of yamlText(text).replaceAll(/\s+/g, ' ').trim().split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length > WIDTH) lines.push(`  ${word}`);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `# ${line}\n`).join('');
}
