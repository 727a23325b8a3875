/** The built-in task behind webhooks: its payload says of which hook it is, and the manifest in force where that goes. */
import { type Executor, type HandlerContext, HOOK_EVENTS, type HookEvent } from '../../core/index.ts';
import { type Json, systemClock } from '../../foundation/index.ts';
import type { Manifest, RequestSpec, WebhookHook } from '../../manifest/index.ts';
import { RequestError } from './request-error.ts';
import { type RequestParts, successOf } from './request-executor.ts';

const TIMEOUT_MS = 30_000;

/** Address and secret stand in the manifest alone: no store holds them, and a change of theirs holds for what waits. */
export function webhookExecutor({ tasks }: Pick<Manifest, 'tasks'>, parts: RequestParts = {}): Executor {
  return {
    code: 'webhook',
    start: async (payload: Json, ctx) => {
      const { hook: key, ...told } = payload as Told;
      const hook = hookOf(tasks, told, key);
      if (hook === undefined) {
        throw ctx.dead(new RequestError('REQUEST_REFUSED', 'the manifest in force has no such webhook any more'));
      }
      return sendHook(hook, told as unknown as Json, ctx, parts);
    },
  };
}

/** @throws what makes the attempt fail, or the job dead */
export async function sendHook(
  hook: WebhookHook,
  told: Json,
  ctx: HandlerContext,
  { clock = systemClock, ...reach }: RequestParts = {},
): Promise<Json> {
  const { status } = await successOf(requestOf(hook), told, ctx, { clock, ...reach });
  return { status };
}

interface Told {
  /** `KEY` of the hook. */
  readonly hook?: unknown;
  readonly event?: unknown;
  readonly job?: { readonly task?: unknown };
}

function hookOf(tasks: Manifest['tasks'], { event, job }: Told, key: unknown): WebhookHook | undefined {
  const task = String(job?.task);
  if (!Object.hasOwn(tasks, task) || !HOOK_EVENTS.includes(event as HookEvent)) return undefined;
  const hooks = tasks[task]?.on?.[event as HookEvent] ?? [];
  return hooks.find((hook): hook is WebhookHook => hook.kind === 'webhook' && hook.key === key);
}

function requestOf({ url, headers, secret, allowPrivate }: WebhookHook): RequestSpec {
  return {
    method: 'POST',
    url: literal(url),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, literal(text)])),
    body: null,
    timeoutMs: TIMEOUT_MS,
    sign: secret === null ? null : { secret },
    allowPrivate,
  };
}

/** What a request takes for a template is text here. */
function literal(text: string): string {
  return text.replaceAll('${', '$${');
}
