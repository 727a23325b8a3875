/** The part of a stack that its reader can do something about. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** The folder that all of Skep lies in, as stacks write it: as a path, and as an address. */
const OURS = path.join(import.meta.dirname, '..') + path.sep;
const OURS_AS_ADDRESS = pathToFileURL(OURS).href;

/**
 * Without the frames at its far end that led into the handler: they are Skep's and Node's, the same for every job, and
 * more than its own. Those that are nearer stay, and so does a stack that has no others: it is of a fault of ours.
 * @param stack as V8 writes it: name and message, then a frame a line
 */
export function handlerStack(stack: string): string {
  const lines = stack.split('\n');
  let end = lines.length;
  while (end > 0 && isOuter(lines[end - 1] ?? '')) end -= 1;
  const hasOwn = isFrame(lines[end - 1] ?? '');
  return hasOwn ? lines.slice(0, end).join('\n') : stack;
}

function isFrame(line: string): boolean {
  return line.startsWith('    at ');
}

function isOuter(line: string): boolean {
  if (!isFrame(line)) return false;
  const unplaced = line === '    at new Promise (<anonymous>)' || line.includes('(node:internal/');
  return unplaced || line.includes(OURS) || line.includes(OURS_AS_ADDRESS);
}
