/** What errors have in common that come from the same fault. */
import { createHash } from 'node:crypto';
import type { JobError } from '../job.ts';

/** Frames that count: who was at it, and who had called. */
const FRAMES = 3;
const LENGTH = 16;

/**
 * Equal for errors of one fault: name, code, the message without what differs from job to job, and the nearest frames of the
 * project's own code, without lines, so that an edit elsewhere in the file leaves it as it is.
 * @returns 16 hexadecimal digits
 */
export function fingerprintOf({ name, code, message, stack }: JobError): string {
  const parts = [name, code ?? '', withoutValues(message), ...ownFrames(stack ?? '')];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, LENGTH);
}

/** @returns the error as a job that died of it keeps it */
export function fatal(error: JobError): JobError {
  const { name, message, code, stack } = error;
  return { fingerprint: faultOf(error), name, message, code, stack };
}

/** @returns the fingerprint that is stored with it; what died under a former version may have none */
export function faultOf(error: JobError): string {
  return error.fingerprint ?? fingerprintOf(error);
}

/** Quoted texts are `""`, words with digits in them (numbers, ids) `#`. */
export function withoutValues(message: string): string {
  const unquoted = message.replaceAll(/"[^"\n]*"|`[^`\n]*`|(?<![\p{L}\p{N}])'[^'\n]*'/gu, '""');
  return unquoted.replaceAll(/[\p{L}\p{N}_-]+/gu, (word) => (/\p{N}/u.test(word) ? '#' : word));
}

/** Function and file, the file by its last two steps: hosts keep their projects elsewhere. */
function ownFrames(stack: string): string[] {
  const frames: string[] = [];
  for (const line of stack.split('\n')) {
    if (line.startsWith('Caused by: ') || frames.length >= FRAMES) break;
    if (!line.startsWith('    at ') || line.includes('node:') || line.includes('node_modules')) continue;
    const text = line.slice('    at '.length);
    const open = text.lastIndexOf('(');
    const [fn, place] = open < 0 ? ['', text] : [text.slice(0, open).trim(), text.slice(open + 1)];
    const file = place.split(/[/\\]/).slice(-2).join('/').split(':', 1)[0] ?? '';
    frames.push(`${fn} ${file}`);
  }
  return frames;
}
