import { createHash } from 'node:crypto';

import { canonicalJson, dictionary, type Json, parseInstant } from '../../foundation/index.ts';
import type { AlertCondition, AlertOf, AlertSpec, AlertTarget } from '../specs/alert-spec.ts';
import type { ExpandedSource } from '../expanding/expand.ts';

type Alert = ExpandedSource['alerts'][string];
type When = Alert['when'];

const IN_MS = 300_000;
const LEAST = 10;
const ALL: AlertOf = { task: null, queue: null, schedule: null, bucket: null };

/** Without problems before: each has one condition. */
export function alertsOf(alerts: ExpandedSource['alerts']): Record<string, AlertSpec> {
  const result = dictionary<AlertSpec>();
  for (const [name, { when, to, silentUntil, ...alert }] of Object.entries(alerts)) {
    const until = silentUntil === null ? null : (parseInstant(silentUntil) ?? null);
    const whom = { of: when.of ?? ALL, to: to.map(targetOf), silentUntil: until };
    result[name] = { name, ...alert, when: conditionOf(when), ...whom };
  }
  return result;
}

/** The first that is said: a second one was refused. */
function conditionOf(when: When): AlertCondition {
  const condition = ofAttempts(when) ?? ofWaiting(when) ?? ofOthers(when);
  if (condition === null) throw new Error('an alert without a condition');
  return condition;
}

function ofAttempts({ failures, failureRate, least, inMs, noSuccessMs }: When): AlertCondition | null {
  if (failures !== null) return { kind: 'failures', count: failures, inMs: inMs ?? IN_MS };
  if (failureRate !== null) {
    return { kind: 'failureRate', rate: failureRate, least: least ?? LEAST, inMs: inMs ?? IN_MS };
  }
  return noSuccessMs === null ? null : { kind: 'noSuccess', ms: noSuccessMs };
}

function ofWaiting({ oldestMs, depth, missedMs }: When): AlertCondition | null {
  if (oldestMs !== null) return { kind: 'oldest', ms: oldestMs };
  if (depth !== null) return { kind: 'depth', count: depth };
  return missedMs === null ? null : { kind: 'missed', ms: missedMs };
}

function ofOthers({ workersBelow, workerLostMs, breaker }: When): AlertCondition | null {
  if (workersBelow !== null) return { kind: 'workersBelow', count: workersBelow };
  if (workerLostMs !== null) return { kind: 'workerLost', ms: workerLostMs };
  return breaker === null ? null : { kind: 'breaker' };
}

function targetOf(target: Alert['to'][number]): AlertTarget {
  const key = alertKey(target);
  if ('task' in target) return { kind: 'task', key, task: target.task, with: target.with };
  if ('email' in target) return { kind: 'email', key, ...target };
  const { webhook, headers, secret, allowPrivate } = target;
  return { kind: 'webhook', key, url: webhook, headers, secret, allowPrivate };
}

/** It stays while it is told the same. */
export function alertKey(target: Alert['to'][number]): string {
  const meant: Json =
    'task' in target ? [target.task, target.with] : 'email' in target ? { email: target.email } : target.webhook;
  return createHash('sha256').update(canonicalJson(meant)).digest('hex').slice(0, 12);
}
