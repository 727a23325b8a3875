/** The tasks of a manifest as a declaration for TypeScript, which `connect<Tasks>()` takes. */
import type { Json, JsonObject } from '../foundation/index.ts';
import { ownTasks } from './hook-spec.ts';
import type { Manifest } from './manifest.ts';
import type { TaskSpec } from './task-spec.ts';
import { keyText, memberText, type NameOf } from './schema-type.ts';

const HEAD = `// Written by \`skep types\` from the manifest; \`skep types --check\` tells when it is stale.
/* eslint-disable */
`;

/** @returns the text of a \`.d.ts\`; the same for equal tasks, in whatever order they were written */
export function taskTypes({ tasks }: Pick<Manifest, 'tasks'>): string {
  const definitions: string[] = [];
  const members = ownTasks({ tasks })
    .flatMap((name) => tasks[name] ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((task) => member(task, definitions));
  const shared = definitions.length === 0 ? '' : `\ninterface Definitions {\n${definitions.join('')}}\n`;
  return `${HEAD}\nexport interface Tasks {\n${members.join('')}}\n${shared}`;
}

function member(task: TaskSpec, definitions: string[]): string {
  const about = task.description === null ? {} : { description: task.description };
  const [comment = ''] = memberText('x', about, () => undefined, '  ').split('  x:');
  const parts = [part(task, 'payload', task.input, definitions), part(task, 'result', task.output, definitions)];
  return `${comment}  ${keyText(task.name)}: {\n${parts.join('')}  };\n`;
}

/** What a schema defines beside itself is a member of Definitions, by a name that no other has. */
function part(task: TaskSpec, key: 'payload' | 'result', schema: Json, definitions: string[]): string {
  const nameOf: NameOf = (reference) => {
    if (reference === '#') return `Tasks[${JSON.stringify(task.name)}][${JSON.stringify(key)}]`;
    const name = definedName(schema, reference);
    return name === undefined ? undefined : `Definitions[${JSON.stringify(`${task.name} ${key} ${name}`)}]`;
  };
  for (const [name, definition] of Object.entries(definitionsOf(schema))) {
    definitions.push(memberText(`${task.name} ${key} ${name}`, definition, nameOf, '  '));
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
