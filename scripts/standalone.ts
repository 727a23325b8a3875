/** Validators of ajv as the text of a module that needs nothing. */
import type { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

/**
 * @param names the exports, each with the reference of its schema
 * @returns the module's text; each export is of the type `type`
 */
export function standaloneValidators(ajv: Ajv2020, names: Readonly<Record<string, string>>, type: string): string {
  const write = standalone as unknown as (of: Ajv2020, references: Readonly<Record<string, string>>) => string;
  const code = write(ajv, names).replace('"use strict";', '');
  if (/\brequire\(/.test(code)) throw new Error('the compiled validators must stand alone, but call require()');
  return code.replace(
    /export const (\w+) = (\w+);/g,
    (_whole, name: string, compiled: string) => `export const ${name}: ${type} = ${compiled};`,
  );
}
