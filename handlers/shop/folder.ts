/** Where the example keeps its data: the folder SHOP_DATA, else ./var of the working directory. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** @returns an absolute path inside the data folder, whose parent exists */
export function shopFile(...parts: readonly string[]): string {
  const file = path.resolve(process.env['SHOP_DATA'] ?? 'var', ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}
