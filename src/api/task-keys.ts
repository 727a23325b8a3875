/** JSON Schemas of what a task says of the keys of its jobs. */
import type { JsonObject } from '../foundation/index.ts';
import type { TaskSpec } from '../manifest/index.ts';
import { boolean, described, objectOf, orNull, text, texts } from './schemas.ts';

type Rules = Pick<TaskSpec, 'unique' | 'debounce' | 'throttle'>;

const milliseconds = { type: 'number' };
const key = described(orNull(texts), 'Places in the payload; null = all of it');

export const uniqueSchemas: Readonly<Record<keyof Rules, JsonObject>> = {
  unique: described(
    orNull(objectOf<NonNullable<Rules['unique']>>({ key, while: text, forMs: orNull(milliseconds), onConflict: text })),
    'At most one of its jobs with the same key; null = any number',
  ),
  debounce: described(
    orNull(objectOf<NonNullable<Rules['debounce']>>({ key, waitMs: milliseconds, maxMs: orNull(milliseconds) })),
    'A job starts once none with its key was enqueued for a while',
  ),
  throttle: described(
    orNull(objectOf<NonNullable<Rules['throttle']>>({ key, everyMs: milliseconds, trailing: boolean })),
    'One of the jobs with the same key in a time',
  ),
};
