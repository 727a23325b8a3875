import { readFile } from 'node:fs/promises';

import type { HandlerInspector, HandlerModuleFacts } from '../../src/manifest/index.ts';

/** A HandlerInspector that reads the names after `export`; a file with `(;` counts as a syntax error. */
export class ExportScan implements HandlerInspector {
  readonly calls: (readonly string[])[] = [];

  async inspect(modules: readonly string[]): Promise<ReadonlyMap<string, HandlerModuleFacts>> {
    this.calls.push(modules);
    return new Map(await Promise.all(modules.map(async (module) => [module, await scan(module)] as const)));
  }
}

async function scan(module: string): Promise<HandlerModuleFacts> {
  const text = await readFile(module, 'utf8');
  if (text.includes('(;')) return { ok: false, reason: 'Unexpected ";"' };
  const exports = [...text.matchAll(/^export (?:async )?(?:function|const|(default)) ?(\w*)/gm)];
  return { ok: true, exports: exports.map(([, isDefault, name]) => isDefault ?? name ?? '') };
}
