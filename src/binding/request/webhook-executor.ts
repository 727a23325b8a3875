/** The built-in task behind webhooks: its payload says of which hook it is, and the manifest in force where that goes. */
import { type Executor, type HandlerContext, HOOK_EVENTS, type HookEvent } from '../../core/index.ts';
import { type Json, systemClock } from '../../foundation/index.ts';
import type { Hooks, HookSpec, Manifest, RequestSpec, WebhookHook } from '../../manifest/index.ts';
import { RequestError } from './request-error.ts';
import { type RequestParts, successOf } from './request-executor.ts';

const TIMEOUT_MS = 30_000;

/** Address and secret stand in the manifest alone: no store holds them, and a change of theirs holds for what waits. */
export function webhookExecutor(manifest: Hooked, parts: RequestParts = {}): Executor {
  return {
    code: 'webhook',
    start: async (payload: Json, ctx) => {
      const { hook: key, ...told } = payload as Told;
      const hook = hookOf(manifest, told, key);
      // It is tried again: while one manifest replaces another, some process has it.
      if (hook === undefined)
        throw new RequestError('REQUEST_REFUSED', 'the manifest of this process has no such webhook');
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
  const { status } = await successOf(requestOf(hook), told, ctx, { clock, ...reach, tells: true });
  return { status };
}

type Hooked = Pick<Manifest, 'tasks' | 'workflows'>;

interface Told {
  /** `KEY` of the hook. */
  readonly hook?: unknown;
  readonly event?: unknown;
  readonly job?: { readonly task?: unknown };
  /** In place of a job. */
  readonly run?: { readonly workflow?: unknown };
}

function hookOf(manifest: Hooked, { event, ...of }: Told, key: unknown): WebhookHook | undefined {
  if (!HOOK_EVENTS.includes(event as HookEvent)) return undefined;
  const hooks: readonly HookSpec[] = hooksOf(manifest, of)?.[event as HookEvent] ?? [];
  return hooks.find((hook): hook is WebhookHook => hook.kind === 'webhook' && hook.key === key);
}

function hooksOf({ tasks, workflows }: Hooked, { job, run }: Pick<Told, 'job' | 'run'>): Hooks | null {
  const name = String(job === undefined ? run?.workflow : job.task);
  const entries: Readonly<Record<string, { readonly on: Hooks | null }>> = job === undefined ? workflows : tasks;
  return Object.hasOwn(entries, name) ? (entries[name]?.on ?? null) : null;
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
