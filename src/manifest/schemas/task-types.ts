/** The tasks of a manifest as a declaration for TypeScript, which `connect<Tasks>()` takes. */
import type { Json, JsonObject } from '../../foundation/index.ts';
import { ownTasks } from '../own-names.ts';
import type { Manifest } from '../manifest.ts';
import type { TaskSpec } from '../specs/task-spec.ts';
import { keyText, memberText, type NameOf } from './schema-type.ts';

const HEAD = `// Written by \`skep types\` from the manifest; \`skep types --check\` tells when it is stale.
/* eslint-disable */
`;

/** @returns the text of a \`.d.ts\`; the same for equal tasks, in whatever order they were written */
export function taskTypes({
  tasks,
  workflows = {},
}: Pick<Manifest, 'tasks'> & Partial<Pick<Manifest, 'workflows'>>): string {
  const definitions: string[] = [];
  const members = ownTasks({ tasks })
    .flatMap((name) => tasks[name] ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((task) => member(task, definitions));
  const runs = workflowTypes(workflows, definitions);
  const shared = definitions.length === 0 ? '' : `\ninterface Definitions {\n${definitions.join('')}}\n`;
  return `${HEAD}\nexport interface Tasks {\n${members.join('')}}\n${runs}${shared}`;
}

/** Nothing without workflows. What a run gives is made by its steps. */
function workflowTypes(workflows: Manifest['workflows'], definitions: string[]): string {
  const members = Object.values(workflows)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, description, input }) => {
      const owner: Owner = { kind: 'Workflows', name, description };
      return memberOf(owner, [part(owner, 'input', input, definitions), part(owner, 'result', null, definitions)]);
    });
  return members.length === 0 ? '' : `\nexport interface Workflows {\n${members.join('')}}\n`;
}

function member({ name, description, input, output }: TaskSpec, definitions: string[]): string {
  const owner: Owner = { kind: 'Tasks', name, description };
  return memberOf(owner, [part(owner, 'payload', input, definitions), part(owner, 'result', output, definitions)]);
}

/** A task or a workflow. */
interface Owner {
  readonly kind: 'Tasks' | 'Workflows';
  readonly name: string;
  readonly description: string | null;
}

function memberOf({ name, description }: Owner, parts: readonly string[]): string {
  const about = description === null ? {} : { description };
  const [comment = ''] = memberText('x', about, () => undefined, '  ').split('  x:');
  return `${comment}  ${keyText(name)}: {\n${parts.join('')}  };\n`;
}

/** What a schema defines beside itself is a member of Definitions, by a name that no other has. */
function part(owner: Owner, key: 'payload' | 'result' | 'input', schema: Json, definitions: string[]): string {
  const nameOf: NameOf = (reference) => {
    if (reference === '#') return `${owner.kind}[${JSON.stringify(owner.name)}][${JSON.stringify(key)}]`;
    const name = definedName(schema, reference);
    return name === undefined ? undefined : `Definitions[${JSON.stringify(`${owner.name} ${key} ${name}`)}]`;
  };
  for (const [name, definition] of Object.entries(definitionsOf(schema))) {
    definitions.push(memberText(`${owner.name} ${key} ${name}`, definition, nameOf, '  '));
  }
  return memberText(key, schema ?? true, nameOf, '    ');
}

const PLACE = '#/$defs/';

function definedName(schema: Json, reference: string): string | undefined {
  const name = reference.startsWith(PLACE) ? reference.slice(PLACE.length) : '';
  return Object.hasOwn(definitionsOf(schema), name) ? name : undefined;
}

function definitionsOf(schema: Json): JsonObject {
  const found = isObject(schema) ? schema['$defs'] : undefined;
  return found !== undefined && isObject(found) ? found : {};
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
