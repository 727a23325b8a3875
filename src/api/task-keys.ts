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

/** How a task tells its jobs apart, and the key of one of them. */
export interface ExplainedKey {
  readonly rule: 'unique' | 'debounce' | 'throttle';
  /** Places in the payload; null: all of it. */
  readonly key: readonly string[] | null;
  /** The key of a job with the payload given; null: none was given. */
  readonly value: string | null;
  /** What becomes of a second job, in a sentence. */
  readonly second: string;
}

export const explainedKey: JsonObject = objectOf<ExplainedKey>({
  rule: { type: 'string', enum: ['unique', 'debounce', 'throttle'] },
  key: described(orNull(texts), 'Places in the payload; null: all of it'),
  value: described(orNull(text), 'The key of a job with the payload given'),
  second: described(text, 'What becomes of a second one, in a sentence'),
});
