/** What spans say of what they are about. */
import type { Attributes } from '@opentelemetry/api';

import type { Job, Propagation, StartTrace } from '../core/index.ts';
import { ATTR, SYSTEM } from './semconv.ts';

export type Operation = 'enqueue' | 'process';

/** What the spans of one operation on one task in one queue share. */
export interface Common {
  readonly task: string;
  readonly queue: string;
  readonly name: string;
  readonly attributes: Attributes;
}

export function commonOf(operation: Operation, task: string, queue: string): Common {
  const attributes = {
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: operation === 'enqueue' ? 'create' : 'process',
    [ATTR.operationName]: operation,
    [ATTR.destination]: queue,
    [ATTR.task]: task,
  };
  return { task, queue, name: `${operation} ${task}`, attributes };
}

export function attributesOf(job: Job, attempt: number): Attributes {
  const attributes: Attributes = {
    [ATTR.messageId]: job.id,
    [ATTR.attempt]: attempt,
    [ATTR.maxAttempts]: job.maxAttempts,
    [ATTR.priority]: job.priority,
  };
  if (job.rescues > 0) attributes[ATTR.rescues] = job.rescues;
  if (job.manifestRevision !== null) attributes[ATTR.enqueuedUnder] = job.manifestRevision;
  if (job.parentId !== null) attributes[ATTR.parentJob] = job.parentId;
  if (job.workflow !== null) {
    attributes[ATTR.run] = job.workflow.run;
    attributes[ATTR.step] = job.workflow.step;
    attributes[ATTR.stepIndex] = job.workflow.index;
  }
  if (job.schedule !== null) {
    attributes[ATTR.schedule] = job.schedule.name;
    attributes[ATTR.tickAt] = new Date(job.schedule.tickAt).toISOString();
  }
  return attributes;
}

export function startAttributes({ workflow, runId }: StartTrace, propagation: Propagation): Attributes {
  return {
    [ATTR.messagingSystem]: SYSTEM,
    [ATTR.operationType]: 'create',
    [ATTR.operationName]: 'start',
    [ATTR.run]: runId,
    [ATTR.propagation]: propagation,
    ...(workflow !== null && { [ATTR.workflow]: workflow }),
  };
}
