/** Modules with the functions that an imported manifest names, to be filled in. */
import type { WantedHandler } from './outline.ts';

export interface HandlerModule {
  /** Below the manifest's folder, `handlers/emails.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Each function throws until somebody has written it: a job that did nothing would count as done. */
export function handlerModules(handlers: readonly WantedHandler[]): readonly HandlerModule[] {
  const modules = new Map<string, WantedHandler[]>();
  for (const handler of handlers) modules.set(handler.module, [...(modules.get(handler.module) ?? []), handler]);
  return [...modules].map(([module, own]) => ({
    path: module.replace(/^\.\//, ''),
    text: own.map(functionText).join('\n'),
  }));
}

function functionText({ name, origin }: WantedHandler): string {
  const from = origin.replaceAll(/\s+/g, ' ').replaceAll('*/', '* /');
  return [
    `/** Was ${from}. */`,
    `export async function ${name}(payload: unknown): Promise<unknown> {`,
    `  throw new Error('${name} is still to be written');`,
    '}',
    '',
  ].join('\n');
}
