/**
 * Workflows put together in code, as Celery's canvas does: what comes out is the form that a manifest has under `workflows:`, plain data
 * that goes with `POST /api/runs` and is held against the manifest there.
 *
 *   chain(sig('accounts.create', { name: '${input.name}' }), group(sig('emails.welcome'), sig('crm.add')))
 */
import type { Json } from '../foundation/index.ts';
import type { AnyTasks, TaskTypes } from './task-types.ts';

/** What a step says beside its task; the names and forms of the manifest. */
export interface SigOptions {
  readonly when?: 'success' | 'failure' | 'always' | (string & {});
  readonly onFailure?: 'fail' | 'continue';
  /** Name of a retry policy, or attempts in all. */
  readonly retry?: string | { readonly maxAttempts: number };
  /** As in a manifest: `60s`, `none`, `{ soft: '50s', hard: '60s' }`. */
  readonly timeout?: string | { readonly soft?: string; readonly hard?: string };
  readonly queue?: string;
  /** 0 to 9, smaller runs sooner. */
  readonly priority?: number;
}

export interface MapOptions extends SigOptions {
  /** Template of the list; without it the result of what stands before, or the input of the run. */
  readonly over?: Json;
  /** Items together, as one list. */
  readonly chunk?: number;
  /** Items at once. */
  readonly concurrency?: number;
}

export interface Sig extends SigOptions {
  readonly task: string;
  readonly with?: Json;
}

export type Wait =
  { readonly signal: string; readonly timeout?: string } | { readonly for: string } | { readonly until: string };

/** A part of a workflow. */
export type CanvasElement =
  | Sig
  | { readonly workflow: string; readonly with?: Json }
  | { readonly wait: Wait }
  | { readonly chain: readonly CanvasElement[] }
  | { readonly group: readonly CanvasElement[] }
  | { readonly chord: { readonly group: readonly CanvasElement[]; readonly then: CanvasElement } }
  | { readonly map: Sig & MapOptions };

/**
 * A task as a step of a workflow.
 * @param payload template: `${results}` is the result of what stands before, `${input}` what the run was given. Without it the step gets
 *   the one, or where nothing stands before it the other
 */
export function sig<Tasks extends TaskTypes<Tasks> = AnyTasks>(
  task: keyof Tasks & string,
  payload?: Json,
  options: SigOptions = {},
): Sig {
  return { task, ...(payload !== undefined && { with: payload }), ...options };
}

/** One after the other; each gets the result of the one before. */
export function chain<const Elements extends readonly CanvasElement[]>(
  ...elements: Elements
): { readonly chain: Elements } {
  return { chain: elements };
}

/** All at once; the result is the list of theirs, in order. */
export function group<const Elements extends readonly CanvasElement[]>(
  ...elements: Elements
): { readonly group: Elements } {
  return { group: elements };
}

/**
 * All at once, and then what follows, which gets the list of their results.
 * @param elements as a list, or as the `group()` of them: it is the same chord, and no list in the list
 */
export function chord(
  elements: readonly CanvasElement[] | { readonly group: readonly CanvasElement[] },
  then: CanvasElement,
): Extract<CanvasElement, { readonly chord: unknown }> {
  return { chord: { group: 'group' in elements ? elements.group : elements, then } };
}

/** The task for each item of a list: `${item}` in its payload, which it is where the step says none. */
export function map(each: Sig, options: MapOptions = {}): Extract<CanvasElement, { readonly map: unknown }> {
  return { map: { ...each, ...options } };
}
