import { keyOf } from '../normalizing/normalize-hooks.ts';
import { placedHooks, type WrittenHook } from '../placed-hooks.ts';
import { flawOfHeader, flawOfUrl } from './resolve-work.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

/** Hooks that are there twice, webhooks that cannot be sent, and hooks whose payload would lie open. */
export function resolveHooks(context: Resolving): void {
  for (const [name, { on }] of context.tasks) {
    if (on !== null) checkPlacedHooks(context, placedHooks(on), ['tasks', name]);
  }
}

interface Placed {
  readonly event: string;
  readonly hook: WrittenHook;
  readonly path: Path;
}

/** @param holder of the hooks, whose paths lead on from there */
export function checkPlacedHooks(context: Resolving, hooks: readonly Placed[], holder: Path): void {
  const seen = new Set<string>();
  for (const { event, hook, path } of hooks) {
    const where = [...holder, ...path];
    const id = `${event} ${typeof hook === 'string' ? hook : keyOf(hook)}`;
    if (seen.has(id)) {
      const message = `the same hook stands here twice, and what it makes would be made once`;
      context.problems.add('REF_HOOK', context.combined.spot(where), message);
    }
    seen.add(id);
    checkWebhook(context, hook, where);
    checkSealed(context, hook, where);
  }
}

function checkWebhook({ combined, problems }: Resolving, hook: WrittenHook, path: Path): void {
  if (typeof hook === 'string' || !('webhook' in hook)) return;
  const { webhook: url, headers, allowPrivate } = hook;
  const flaw = flawOfUrl({ url, allowPrivate });
  if (flaw !== null) problems.add('REF_HOOK', combined.spot([...path, 'webhook']), flaw.message, flaw.hint);
  for (const name of Object.keys(headers)) {
    const wrong = flawOfHeader(name);
    if (wrong !== null) problems.add('REF_HOOK', combined.spot([...path, 'headers', name]), wrong);
  }
}

/** The store fills the payload in, and has no key. */
function checkSealed({ combined, problems, source }: Resolving, hook: WrittenHook, path: Path): void {
  if (typeof hook === 'string' || !('task' in hook) || source.tasks[hook.task]?.encrypt !== true) return;
  const message = `the payloads of \`${hook.task}\` are encrypted, and what a hook tells is filled in by the store, in the clear`;
  const hint = 'let a function hook enqueue it: `./module.ts#export` has `ctx.enqueue`';
  problems.add('REF_HOOK', combined.spot([...path, 'task']), message, hint);
}
