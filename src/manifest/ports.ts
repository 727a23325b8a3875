/** What the loader asks of others: the manifest layer itself neither bundles handlers nor reads the environment. */

import type { HandlerRef } from './handler-ref.ts';

/** Tells whether handler modules can be loaded. binding/ implements it. */
export interface HandlerInspector {
  /**
   * @param modules absolute paths
   * @returns per path: the names it exports (`'*'` among them: more names that only running it would tell, as with
   *   CommonJS), or why it cannot be loaded (syntax error, missing file or import)
   */
  inspect(modules: readonly string[]): Promise<ReadonlyMap<string, HandlerModuleFacts>>;
  /**
   * Runs the modules, as a start would: asked only when nothing else is wrong with the manifest.
   * @returns what is wrong, by reference; sound ones are missing
   */
  tryOut?(refs: readonly HandlerRef[]): Promise<ReadonlyMap<HandlerRef, HandlerFailure>>;
}

export interface HandlerFailure {
  readonly reason: string;
  /** Frames of the error's stack, nearest first; [] when there was no error. */
  readonly stack: readonly string[];
}

export type HandlerModuleFacts =
  { readonly ok: true; readonly exports: readonly string[] } | { readonly ok: false; readonly reason: string };

export interface LoadOptions {
  /** The environment that `${NAME}` reads. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Without one, handler files and exports are not checked. */
  readonly handlers?: HandlerInspector;
  /** Files beside the manifest that are read as if it included them, absolute: tests that are not to lie in production. */
  readonly beside?: readonly string[];
  /** Folder that shown paths are relative to. */
  readonly cwd?: string;
}
