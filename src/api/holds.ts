/** Holds: what can be asked of them, how they are shown, and where. */
import { STANDING_REASONS } from '../core/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import type { Call } from './endpoint.ts';
import { holdName, NAME } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { PAUSE_PROPERTIES, type PauseRequest, type PauseView } from './pausing.ts';
import { boolean, described, instant, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface HoldOperations {
  /** Those that stand now, of the manifest and others; tasks that are paused among them. */
  holds(): Promise<readonly HoldView[]>;
  /**
   * From now on, in all processes; instead of one of that name. @param by who, for those who look
   * @throws REQUEST_INVALID for a pattern, condition or end that cannot be; STATE_CONFLICT for one of the manifest
   */
  addHold(request: HoldRequest, by?: string | null): Promise<HoldView>;
  /** @returns what stood @throws HOLD_UNKNOWN; STATE_CONFLICT for one of the manifest */
  removeHold(name: string, by?: string | null): Promise<HoldView>;
}

/** All that is said of task, queue, tag and where must hold; one of them must be said. */
export interface HoldRequest extends PauseRequest {
  readonly name: string;
  readonly task?: string;
  readonly queue?: string;
  readonly tag?: string;
  readonly where?: string;
}

export interface HoldView extends PauseView {
  /** `paused`: of one task. */
  readonly kind: 'hold' | 'paused';
  readonly name: string;
  readonly task: string | null;
  readonly queue: string | null;
  readonly tag: string | null;
  readonly where: string | null;
  /** Whether the manifest has it. */
  readonly manifest: boolean;
}

const hold: JsonObject = view(
  'Hold',
  objectOf<HoldView>({
    kind: described({ type: 'string', enum: STANDING_REASONS }, '`paused`: of one task'),
    name: text,
    task: described(orNull(text), 'A pattern over names of tasks'),
    queue: orNull(text),
    tag: orNull(text),
    where: described(orNull(text), 'A condition over the job'),
    reason: orNull(text),
    until: described(orNull(instant), 'It ends then by itself'),
    by: orNull(text),
    since: instant,
    manifest: described(boolean, 'Whether the manifest has it'),
  }),
);

const body: JsonObject = {
  type: 'object',
  required: ['name'],
  additionalProperties: false,
  description:
    '{ "name": "acme", "task": "emails.*", "where": "payload.tenant == \\"acme\\"", "for": "2h", "reason": "INC-42" }',
  properties: {
    name: { type: 'string', pattern: NAME, description: 'One that stands under it is replaced' },
    task: { type: 'string', minLength: 1, maxLength: 128, description: 'A task, or a pattern with `*`' },
    queue: { type: 'string', pattern: NAME, description: 'A queue' },
    tag: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[^\n]+$', description: 'A tag' },
    where: { type: 'string', minLength: 1, maxLength: 1_000, description: 'A condition over the job' },
    ...PAUSE_PROPERTIES,
  },
};

export const holdEndpoints: EndpointsOf<HoldOperations> = {
  holds: {
    name: 'listHolds',
    method: 'GET',
    path: '/api/holds',
    access: 'viewer',
    tag: 'holds',
    summary: 'All holds that stand, and all tasks that are paused',
    done: { status: 200, description: 'The holds', schema: objectOf<{ holds: unknown }>({ holds: listOf(hold) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.holds(),
    wire: under('holds'),
  },
  addHold: {
    name: 'addHold',
    method: 'POST',
    path: '/api/holds',
    access: 'operator',
    tag: 'holds',
    summary: 'Let jobs of a selector not start, in any process, until it ends or is removed',
    body,
    done: { status: 201, description: 'The hold', schema: hold },
    errors: ['STATE_CONFLICT'],
    ask: (request) => ({ body: request }),
    act: (call) => call.operations.addHold(call.body as unknown as HoldRequest, call.caller),
  },
  removeHold: {
    name: 'removeHold',
    method: 'DELETE',
    path: '/api/holds/:hold',
    access: 'operator',
    tag: 'holds',
    params: { hold: holdName },
    summary: 'End a hold: whom it held wait for their turn again',
    done: { status: 200, description: 'What stood', schema: hold },
    errors: ['HOLD_UNKNOWN', 'STATE_CONFLICT'],
    ask: (name) => ({ params: { hold: name } }),
    act: (call) => call.operations.removeHold(nameOf(call), call.caller),
  },
};

function nameOf({ params }: Call<unknown>): string {
  return params['hold'] ?? '';
}
