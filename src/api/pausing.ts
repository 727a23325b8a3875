/** Why something stands still, and until when: as it is asked for, and as it is shown. */
import { DURATION_FORM, INSTANT_FORM, type JsonObject } from '../foundation/index.ts';
import { described, instant, objectOf, orNull, text } from './schemas.ts';

/** `until` and `for` exclude each other. */
export interface PauseRequest {
  readonly reason?: string;
  /** It ends then by itself: ISO 8601 with a zone, or epoch milliseconds. */
  readonly until?: string;
  /** Or after that time: `30m`. */
  readonly for?: string;
}

export interface PauseView {
  readonly reason: string | null;
  /** null: until somebody ends it. */
  readonly until: string | null;
  /** Who did it; null: it was not said. */
  readonly by: string | null;
  readonly since: string;
}

/** Properties of the body of a request. */
export const PAUSE_PROPERTIES: Readonly<Record<keyof PauseRequest, JsonObject>> = {
  reason: { type: 'string', minLength: 1, maxLength: 500, description: 'Why, for people' },
  until: { type: 'string', maxLength: 64, description: `It ends then by itself: ${INSTANT_FORM}` },
  for: { type: 'string', maxLength: 64, description: `Or after that time: ${DURATION_FORM}` },
};

export const pauseBody: JsonObject = {
  type: 'object',
  additionalProperties: false,
  'x-optional': true,
  description: '{ "reason": "INC-42", "for": "30m" }, { "until": "2026-12-01T14:00:00Z" } or nothing',
  properties: PAUSE_PROPERTIES,
};

export const pauseView: JsonObject = objectOf<PauseView>({
  reason: orNull(text),
  until: described(orNull(instant), 'It ends then by itself; null: when somebody ends it'),
  by: described(orNull(text), 'Who did it'),
  since: instant,
});
