/** Webhooks and receivers of alerts, against a real server: what counts as told, and what the manifest of a process has not. */
import assert from 'node:assert/strict';

import { alertExecutor } from '../../../src/binding/alert-executor.ts';
import { webhookExecutor } from '../../../src/binding/request/webhook-executor.ts';
import { type Executor, type HandlerContext, NO_SPAN } from '../../../src/core/index.ts';
import { AttemptContext } from '../../../src/core/handlers/attempt-context.ts';
import { Steering } from '../../../src/core/handlers/steering.ts';
import { type Json, newAborter } from '../../../src/foundation/index.ts';
import type { Manifest } from '../../../src/manifest/index.ts';
import { Receiver } from '../../support/receiver.ts';
import { leaseOf } from '../runtime/parts.ts';

describe('what tells a URL', () => {
  let receiver: Receiver;
  let manifest: Manifest;
  beforeEach(async () => {
    receiver = await new Receiver().start();
    const hook = { kind: 'webhook', key: 'k', url: receiver.url, headers: {}, secret: null, allowPrivate: true };
    const on = { success: [hook] };
    manifest = {
      tasks: { work: { on }, plain: { on: null } },
      workflows: { digest: { on }, plain: { on: null } },
      alerts: { deep: { to: [hook] } },
    } as unknown as Manifest;
  });
  afterEach(() => receiver.stop());

  function contextOf(): HandlerContext {
    const never = (): never => assert.fail('not asked for');
    const about = { job: leaseOf({}).job, span: NO_SPAN, signal: newAborter().signal };
    const steps = { noteProgress: never, noteLine: never, extend: never, enqueue: never, start: never };
    return new AttemptContext({ ...about, ...steps, logger: never });
  }

  const told = async (executor: Executor, payload: Json): Promise<unknown> => executor.start(payload, contextOf());

  /** Neither a job nor a run says by itself whose hooks these are. */
  const WHO = [
    { event: 'success', hook: 'k', job: { task: 'work' } },
    { event: 'success', hook: 'k', run: { workflow: 'digest' } },
  ];

  it('finds the hook of a task, and that of a workflow', async () => {
    for (const payload of WHO) assert.deepEqual(await told(webhookExecutor(manifest), payload), { status: 200 });
    assert.deepEqual(
      receiver.received.map(({ body }) => JSON.parse(body) as unknown),
      WHO.map((payload) => ({ ...payload, hook: undefined })).map(
        (payload) => JSON.parse(JSON.stringify(payload)) as unknown,
      ),
    );
  });

  it('is tried again where the manifest of the process has no such hook or receiver: that of another one may', async () => {
    const { job, run } = { job: { task: 'plain' }, run: { workflow: 'plain' } };
    const none = [
      ...[{ job }, { run }, { job: { task: 'gone' } }, { run: { workflow: 'work' } }, {}, WHO[0]].map((of) => ({
        executor: webhookExecutor(manifest),
        payload: { event: 'success', ...of, hook: of === WHO[0] ? 'other' : 'k' },
      })),
      { executor: webhookExecutor(manifest), payload: { ...WHO[0], event: 'constructor' } },
      { executor: alertExecutor(manifest), payload: { alert: 'deep', to: 'other' } },
      { executor: alertExecutor(manifest), payload: { alert: 'gone', to: 'k' } },
    ];
    for (const { executor, payload } of none) {
      const thrown = await told(executor, payload as Json).then(
        () => assert.fail('it was told'),
        (error: unknown) => error,
      );
      assert.ok(!(thrown instanceof Steering), 'the retry policy decides');
      assert.equal((thrown as { readonly code?: unknown }).code, 'REQUEST_REFUSED');
    }
    assert.equal(receiver.received.length, 0);
  });

  it('has not told where it is redirected to what is only asked for', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      receiver.received.splice(0);
      const sent = status > 303;
      for (const [executor, payload] of [
        [webhookExecutor(manifest), WHO[0]],
        [alertExecutor(manifest), { alert: 'deep', to: 'k' }],
      ] as const) {
        receiver.answers = [{ status, headers: { location: '/login' } }, { status: 200 }];
        const outcome = await told(executor, payload as Json).catch((error: unknown) => error);
        if (sent) assert.deepEqual(outcome, { status: 200 });
        else assert.equal((outcome as { readonly code?: unknown }).code, 'REQUEST_FAILED', String(status));
      }
      assert.deepEqual(
        receiver.received.map(({ method }) => method),
        sent ? ['POST', 'POST', 'POST', 'POST'] : ['POST', 'POST'],
      );
    }
  });
});
