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

export interface AlertView {
  readonly name: string;
  readonly description: string | null;
  /** For people. */
  readonly when: string;
  /** Whom it is told, for people: without what may be secret. */
  readonly to: readonly string[];
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
  readonly silence: { readonly until: string | null; readonly by: string | null } | null;
}

const alert: JsonObject = view(
  'Alert',
  objectOf<AlertView>({
    name: text,
    description: orNull(text),
    when: described(text, 'Its condition, for people'),
    to: described(listOf(text), 'Whom it is told, without what may be secret'),
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
      orNull(objectOf<NonNullable<AlertView['silence']>>({ until: orNull(instant), by: orNull(text) })),
      'Why nobody is told: a hold on the task skep.alert, or the manifest; null: it is told',
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
