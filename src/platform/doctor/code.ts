/** What handlers lack, as far as their modules show it without being run. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { counted } from '../../foundation/index.ts';
import type { Manifest, TaskSpec } from '../../manifest/index.ts';
import { type Found, listed } from './catalogue.ts';

export function handlerUntyped(own: readonly TaskSpec[]): readonly Found[] {
  const bare = own.filter(({ handler, input }) => handler !== null && input === null);
  if (bare.length === 0) return [];
  const names = bare.map(({ name }) => name);
  const message = `${counted(bare.length, 'handler has', 'handlers have')} no input schema: ${listed(names)}`;
  const edit = { tasks: Object.fromEntries(names.map((name) => [name, { input: { type: 'object' } }])) };
  return [{ code: 'handler-untyped', message, about: { section: 'tasks', name: names[0] ?? null }, edit }];
}

/** A call of a function that by its name does not return before all is done. */
const BLOCKING = /\b(\w{1,64}Sync|Atomics\.wait)\(/;

/** @param cwd that shown paths are relative to */
export async function blockingCode(
  { directory }: Pick<Manifest, 'directory'>,
  own: readonly TaskSpec[],
): Promise<readonly Found[]> {
  const byModule = new Map<string, string[]>();
  for (const { name, handler, executor } of own) {
    if (handler === null || executor !== 'inline') continue;
    byModule.set(handler.module, [...(byModule.get(handler.module) ?? []), name]);
  }
  const found = await Promise.all(
    [...byModule].map(async ([module, names]): Promise<Found[]> => {
      // What cannot be read is a problem of the manifest, told as such.
      const call = blockingCall(await readFile(module, 'utf8').catch(() => ''));
      if (call === undefined) return [];
      const file = path.relative(directory, module);
      const message = `${file} calls ${call.name}, which keeps the event loop: ${listed(names)}`;
      const edit = { tasks: Object.fromEntries(names.map((name) => [name, { executor: 'thread' }])) };
      const about = { section: 'tasks', name: names[0] ?? null };
      return [{ code: 'blocking-code', message, about, place: { file: module, line: call.line }, edit }];
    }),
  );
  return found.flat();
}

function blockingCall(text: string): { readonly name: string; readonly line: number } | undefined {
  for (const [index, line] of text.split('\n').entries()) {
    const begin = line.trimStart();
    if (begin.startsWith('//') || begin.startsWith('*')) continue;
    const name = BLOCKING.exec(line.slice(0, 1_000))?.[1];
    if (name !== undefined) return { name, line: index + 1 };
  }
  return undefined;
}
