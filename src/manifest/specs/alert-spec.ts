/** Alerts, as the manifest has them after normalisation. */
import type { Json } from '../../foundation/index.ts';
import type { WebhookHook } from './hook-spec.ts';

export type AlertSubjectKind = 'task' | 'queue' | 'schedule' | 'bucket';

/** Patterns over names; at most one is said. */
export type AlertOf = Readonly<Record<AlertSubjectKind, string | null>>;

export type AlertCondition =
  | { readonly kind: 'failures'; readonly count: number; readonly inMs: number }
  | { readonly kind: 'failureRate'; readonly rate: number; readonly least: number; readonly inMs: number }
  | { readonly kind: 'oldest'; readonly ms: number }
  | { readonly kind: 'depth'; readonly count: number }
  | { readonly kind: 'noSuccess'; readonly ms: number }
  | { readonly kind: 'missed'; readonly ms: number }
  | { readonly kind: 'workersBelow'; readonly count: number }
  | { readonly kind: 'workerLost'; readonly ms: number }
  | { readonly kind: 'breaker' };

export type AlertTarget =
  | WebhookHook
  | {
      readonly kind: 'email';
      /** Which of the alert's targets it is, in the ids of its jobs. */
      readonly key: string;
      readonly email: string;
      /** May hold a password. */
      readonly smtp: string;
      readonly from: string | null;
    }
  | {
      readonly kind: 'task';
      readonly key: string;
      readonly task: string;
      /** Template over `alert`; null = all that is told. */
      readonly with: Json;
    };

export interface AlertSpec {
  readonly name: string;
  readonly description: string | null;
  readonly when: AlertCondition;
  readonly of: AlertOf;
  readonly to: readonly AlertTarget[];
  readonly everyMs: number;
  readonly recovery: boolean;
  /** Epoch milliseconds. */
  readonly silentUntil: number | null;
}
