/** What expressions may read, held against what fills them in. */
import assert from 'node:assert/strict';

import type { ConsumeMessage } from '../../../src/amqp/index.ts';
import { filled, filledForRun, type Job, type JobError } from '../../../src/core/index.ts';
import type { NewJob } from '../../../src/engine/index.ts';
import type { JsonObject } from '../../../src/foundation/index.ts';
import type { SourceSpec } from '../../../src/manifest/index.ts';
import { unknownField } from '../../../src/manifest/template-fields.ts';
import { jobOfMessage } from '../../../src/runtime/sources/message-job.ts';
import { newJob, runningJob } from '../../support/new-job.ts';
import { newRun, plan, RunModel } from '../../support/run-model.ts';

const OF_A_HOOK = ['job', 'result', 'error', 'nextAt'];
const OF_A_RUN = ['run', 'input', 'result', 'error'];
const ERROR: JobError = { name: 'Error', message: 'it broke', code: 'E_BROKE', stack: null };

/** Each field that is there is known, and none else. */
function holds(roots: readonly string[], root: string, scope: unknown): void {
  const fields = Object.keys((scope as JsonObject)[root] as JsonObject);
  assert.ok(fields.length > 2, root);
  for (const field of fields) assert.equal(unknownField(`\${${root}.${field}}`, roots), undefined, `${root}.${field}`);
  assert.match(unknownField(`\${${root}.nothing}`, roots)?.message ?? '', /has no `nothing` here/);
}

/** The whole of what such a template reads. */
function told(...roots: readonly string[]): { readonly kind: 'enqueue'; readonly fill: true; readonly job: NewJob } {
  const payload = Object.fromEntries(roots.map((root) => [root, `\${${root}}`]));
  return { kind: 'enqueue', fill: true, job: newJob({ payload, parentId: 'job-1' }) };
}

describe('what expressions of templates may read', () => {
  it('is what the hooks of a job are filled in with', () => {
    const job: Job = runningJob({ state: 'dead', error: ERROR });
    const { payload } = filled(told('job', 'error'), { state: 'dead', attempt: 1, job }).job;
    for (const root of ['job', 'error']) holds(OF_A_HOOK, root, payload);
  });

  it('is what those of a run are filled in with', () => {
    const { run } = new RunModel(newRun(plan([])));
    const { payload } = filledForRun(told('run', 'error'), { ...run, error: { ...ERROR, step: null } as never }, 1).job;
    for (const root of ['run', 'error']) holds(OF_A_RUN, root, payload);
  });

  it('is what a message says', () => {
    const message = { content: Buffer.from('{}'), fields: { exchange: '', routingKey: 'a', redelivered: false } };
    const given = { ...message, properties: { messageId: 'm', type: 't', correlationId: 'c' } };
    const source = { name: 'orders', with: { message: '${message}' } } as unknown as SourceSpec;
    const { payload } = jobOfMessage(given as unknown as ConsumeMessage, source, 5);
    holds(['body', 'headers', 'message'], 'message', payload);
  });

  it('is told with what was meant, and nothing of what may be anything', () => {
    assert.deepEqual(unknownField('of ${job.tsak}', OF_A_HOOK), {
      message: '`job` has no `tsak` here',
      hint: 'did you mean `task`?',
    });
    for (const text of ['$${job.tsak}', '${job.payload.tsak}', '${result.tsak}', '${job}', '${nextAt}'])
      assert.equal(unknownField(text, OF_A_HOOK), undefined, text);
  });
});
