/** docs/api.md: the hand-written part stays, the list of endpoints comes from the table. */
import { ENDPOINTS } from '../../src/admin/endpoints.ts';
import type { ServerEndpoint as Endpoint } from '../../src/admin/service.ts';
import { statusOf } from '../../src/admin/problem.ts';

const BEGIN = '<!-- begin: from the table of endpoints -->';
const END = '<!-- end: from the table of endpoints -->';

/**
 * @param page docs/api.md as it stands
 * @returns the same with the part between BEGIN and END made anew
 */
export function apiPage(page: string): string {
  return page.slice(0, page.indexOf(BEGIN)) + reference() + page.slice(page.indexOf(END) + END.length);
}

function reference(): string {
  const tags = [...new Set(ENDPOINTS.map(({ tag }) => tag))];
  const sections = tags.map((tag) =>
    [`## ${tag}`, ...ENDPOINTS.filter((entry) => entry.tag === tag).map(section)].join('\n\n'),
  );
  return `${BEGIN}\n\n${sections.join('\n\n')}\n\n${END}`;
}

function section(entry: Endpoint): string {
  const lines = [
    `- Role: ${entry.access === 'open' ? 'none' : entry.access}`,
    ...Object.entries(entry.query).map(([name, { description }]) => `- Query \`${name}\`: ${text(description)}`),
    ...(entry.body ? [`- Body: ${bodyOf(entry.body)}`] : []),
    ...Object.entries(entry.answers).map(
      ([status, { description, schema }]) => `- ${status}: ${description}${viewOf(schema)}`,
    ),
    ...entry.errors.map((code) => `- ${statusOf(code)}: \`${code}\``),
  ];
  return [`### \`${entry.method} ${entry.path}\``, `${entry.summary}.`, lines.join('\n')].join('\n\n');
}

function bodyOf(schema: NonNullable<Endpoint['body']>): string {
  const forms = (schema['oneOf'] ?? [schema]) as readonly { readonly description?: string }[];
  return forms.map(({ description }) => `\`${text(description)}\``).join(' or ');
}

function viewOf(schema: Endpoint['answers'][number]['schema']): string {
  const names = [...JSON.stringify(schema).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '');
  return names.length === 0 ? '' : ` (${[...new Set(names)].map((name) => `\`${name}\``).join(', ')})`;
}

function text(description: unknown): string {
  return typeof description === 'string' ? description : '';
}
