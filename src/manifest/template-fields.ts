/**
 * What there is below the first step of an expression, where that is the same each time: one that is written wrong would quietly give
 * nothing. The fields are those of what fills the templates in; template-fields.spec.ts holds them against it.
 */
import { templatePaths } from '../core/index.ts';
import { suggestion } from '../foundation/index.ts';
import { TICK_FIELDS } from './specs/schedule-tick.ts';
import { choicesOf } from './schemas/schema-node.ts';

type Fields = Readonly<Record<string, readonly string[]>>;

const ERROR = ['name', 'message', 'code'];

/** By a root that stands in no other place, or by several. The first that fits is meant. */
const PLACES: readonly { readonly roots: readonly string[]; readonly fields: Fields }[] = [
  {
    roots: ['nextAt'],
    fields: {
      job: [
        ...['id', 'task', 'queue', 'state', 'attempt', 'maxAttempts', 'payload', 'tags', 'headers'],
        ...['createdAt', 'startedAt', 'finishedAt'],
      ],
      error: ERROR,
    },
  },
  { roots: ['payload', 'job'], fields: { job: ['id', 'task', 'queue', 'attempt'] } },
  { roots: ['run', 'result'], fields: { run: ['id', 'workflow', 'state', 'createdAt', 'finishedAt'], error: ERROR } },
  {
    roots: ['message'],
    fields: { message: ['id', 'type', 'correlationId', 'exchange', 'routingKey', 'redelivered'] },
  },
  { roots: ['tick'], fields: { tick: TICK_FIELDS } },
  {
    roots: ['alert'],
    fields: { alert: ['alert', 'event', 'since', 'at', 'project', 'description', 'message', 'subjects', 'more'] },
  },
  // The answer to a request that has made something says no more of it.
  { roots: ['body', 'job'], fields: { job: ['id', 'state', 'existing'] } },
  { roots: ['body', 'run'], fields: { run: ['id', 'state', 'existing'] } },
  { roots: ['params', 'job'], fields: { job: choicesOf('showRoute', 'fields') } },
  { roots: ['params', 'run'], fields: { run: choicesOf('showRunRoute', 'fields') } },
];

export interface UnknownField {
  readonly message: string;
  readonly hint?: string;
}

/**
 * @param text  of a template that can be read
 * @param roots that its expressions may begin with
 * @returns what is wrong with the first expression that reads what is never there
 */
export function unknownField(text: string, roots: readonly string[]): UnknownField | undefined {
  const place = PLACES.find((some) => some.roots.every((root) => roots.includes(root)));
  if (place === undefined) return undefined;
  for (const { steps } of templatePaths(text)) {
    const [root = '', field] = steps;
    const known = Object.hasOwn(place.fields, root) ? place.fields[root] : undefined;
    if (known === undefined || field === undefined || known.includes(field)) continue;
    const hint = suggestion(field, known);
    return { message: `\`${root}\` has no \`${field}\` here`, ...(hint === undefined ? {} : { hint }) };
  }
  return undefined;
}
