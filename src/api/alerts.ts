/** Alerts of the manifest: what they ask for, and what was found at the last look. */
import type { JsonObject } from '../foundation/index.ts';
import { type EndpointsOf, under } from './operation.ts';
import { described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface AlertOperations {
  /** In the order of the manifest. */
  alerts(): Promise<readonly AlertView[]>;
}

const ALERT_STATES = ['unseen', 'quiet', 'firing'] as const;

export interface AlertSubjectView {
  readonly kind: string;
  /** null: all of them. */
  readonly name: string | null;
  readonly message: string;
}

const RECEIVER_STATES = ['unknown', 'sent', 'told', 'failing', 'failed'] as const;

/** Whether one of those who are told hears of it, as of the last look. */
export interface AlertReceiverView {
  /** For people, as in `to`. */
  readonly to: string;
  /** Of the newest word. `failing`: it has not come through and is tried again; `failed`: it is not tried again by itself. */
  readonly state: (typeof RECEIVER_STATES)[number];
  /** When a word came through last. */
  readonly toldAt: string | null;
  /** When the first word was made that has not come through; null: nothing is known to be wrong. */
  readonly untoldSince: string | null;
  /** Of the last attempt at it. */
  readonly error: { readonly code: string | null; readonly message: string } | null;
  /** Of a word that has not come through yet. */
  readonly job: string | null;
}

export interface AlertView {
  readonly name: string;
  readonly description: string | null;
  /** For people. */
  readonly when: string;
  /** Whom it is told, for people: without what may be secret. */
  readonly to: readonly string[];
  /** In the order of `to`. */
  readonly receivers: readonly AlertReceiverView[];
  /** `unseen`: nobody has looked yet. */
  readonly state: (typeof ALERT_STATES)[number];
  readonly since: string | null;
  readonly toldAt: string | null;
  /** How often since then. */
  readonly told: number;
  readonly subjects: readonly AlertSubjectView[];
  /** Subjects beyond those. */
  readonly more: number;
  /** null: it is told. */
  readonly silence: SilenceView | null;
  /** Times before, the newest first. */
  readonly past: readonly PastAlertView[];
}

export interface SilenceView {
  readonly until: string | null;
  readonly by: string | null;
  readonly reason: string | null;
  /** Whose removal ends it; null: the manifest says it. */
  readonly hold: string | null;
}

export interface PastAlertView {
  readonly since: string;
  readonly endedAt: string;
  /** How often it was told; 0: it was silenced, or over before it was due. */
  readonly told: number;
  /** Of what it held when it ended. */
  readonly message: string;
}

const receiver: JsonObject = objectOf<AlertReceiverView>({
  to: text,
  state: described(
    { type: 'string', enum: RECEIVER_STATES },
    'Of the newest word: failing is tried again, failed is not by itself; unknown: nothing was told',
  ),
  toldAt: described(orNull(instant), 'When a word came through last'),
  untoldSince: described(
    orNull(instant),
    'When the first word was made that has not come through; null: nothing is known to be wrong',
  ),
  error: described(
    orNull(objectOf<NonNullable<AlertReceiverView['error']>>({ code: orNull(text), message: text })),
    'Of the last attempt at it',
  ),
  job: described(orNull(text), 'That of a word that has not come through yet'),
});

const alert: JsonObject = view(
  'Alert',
  objectOf<AlertView>({
    name: text,
    description: orNull(text),
    when: described(text, 'Its condition, for people'),
    to: described(listOf(text), 'Whom it is told, without what may be secret'),
    receivers: described(
      listOf(receiver),
      'Whether each of them hears of it, as of the last look, in the order of `to`',
    ),
    state: described({ type: 'string', enum: ALERT_STATES }, 'unseen: nobody has looked yet'),
    since: described(orNull(instant), 'Since when its condition holds'),
    toldAt: described(orNull(instant), 'When it was told last'),
    told: described(integer, 'How often it was told since its condition holds'),
    subjects: described(
      listOf(objectOf<AlertSubjectView>({ kind: text, name: orNull(text), message: text })),
      'Of what it holds',
    ),
    more: described(integer, 'Of how many more'),
    silence: described(
      orNull(
        objectOf<SilenceView>({
          until: orNull(instant),
          by: orNull(text),
          reason: orNull(text),
          hold: described(orNull(text), 'Whose removal ends it; null: the manifest says it'),
        }),
      ),
      'Why nobody is told: a hold on the task skep.alert, or the manifest; null: it is told',
    ),
    past: described(
      listOf(
        objectOf<PastAlertView>({
          since: instant,
          endedAt: instant,
          told: described(integer, 'How often; 0: it was silenced, or over before it was due'),
          message: described(text, 'Of what it held when it ended'),
        }),
      ),
      'Times before, the newest first: the last ten that ended',
    ),
  }),
);

export const alertEndpoints: EndpointsOf<AlertOperations> = {
  alerts: {
    name: 'listAlerts',
    method: 'GET',
    path: '/api/alerts',
    access: 'viewer',
    tag: 'alerts',
    summary: 'The alerts of the manifest, and which of them hold',
    done: { status: 200, description: 'The alerts', schema: objectOf<{ alerts: unknown }>({ alerts: listOf(alert) }) },
    ask: () => ({}),
    act: ({ operations }) => operations.alerts(),
    wire: under('alerts'),
  },
};
