/**
 * The package's door for CommonJS: `require('skep')` gives the same module as `import` (Node 20.19 and later take ES
 * modules so), and its types say so under `module: node16`, where a declaration of an ES module would be refused.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Doors of the package. */
const ENTRIES = ['index', 'client'];

/** @param dist folder of the build */
export function writeCommonJsEntries(dist) {
  for (const name of ENTRIES) writeCommonJsEntry(dist, name);
}

function writeCommonJsEntry(dist, entry) {
  const module = `'./${entry}.js', { with: { 'resolution-mode': 'import' } }`;
  const values = [...readFileSync(path.join(dist, `${entry}.js`), 'utf8').matchAll(/^export \{([^}]+)\}/gm)]
    .flatMap(([, names]) => names.split(','))
    .map((name) => name.trim());
  writeFileSync(path.join(dist, `${entry}.cjs`), `'use strict';\nmodule.exports = require('./${entry}.js');\n`);
  const types = [
    `export type * from './${entry}.js' with { 'resolution-mode': 'import' };`,
    ...values.map((name) => `export declare const ${name}: typeof import(${module}).${name};`),
    // A class is a type too.
    `export type SkepError = import(${module}).SkepError;`,
    '',
  ];
  writeFileSync(path.join(dist, `${entry}.d.cts`), types.join('\n'));
}

/** The compiler leaves `./x.ts` in declarations, which the older resolutions do not find. @param dist folder of the build */
export function writePlainSpecifiers(dist) {
  for (const entry of readdirSync(dist, { recursive: true })) {
    if (!entry.endsWith('.d.ts')) continue;
    const file = path.join(dist, entry);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}
