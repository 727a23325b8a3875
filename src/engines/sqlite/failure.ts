/** What the driver throws, said in our codes. */
import { messageOf, SkepError } from '../../foundation/index.ts';

function codeOf(thrown: unknown): string {
  const code: unknown = typeof thrown === 'object' && thrown !== null && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Another connection holds the write lock. */
export function isBusy(thrown: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(thrown));
}

/** Whether the file or the driver is at fault, and not what was asked of it. */
export function isOfStore(thrown: unknown): boolean {
  return thrown instanceof SkepError || codeOf(thrown) !== '';
}

/** SQLite's codes for a file that cannot be used now, what the driver says without one, and Node's codes. */
const UNREACHABLE =
  /^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|PERM|PROTOCOL|NOLFS|AUTH|INTERRUPT|NOMEM|ABORT|SCHEMA)|ConnectionFailed|attempt to write a readonly database|unable to open database file|^E[A-Z]{2,}\b/;

/** The failure of a call on the file, with the file named. A SkepError passes as it is. */
export function storeFailure(thrown: unknown, path: string): SkepError {
  if (thrown instanceof SkepError) return thrown;
  const code = codeOf(thrown);
  const text = messageOf(thrown);
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return new SkepError('STORE_FULL', `${path}: no room left; nothing was written`, {
      hint: 'Free space on the disk; the call may then be made again.',
      cause: thrown,
    });
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return new SkepError('STORE_REFUSED', `${path} is damaged or no SQLite database: ${text}`, {
      hint: 'Restore the file from a backup, or name another path.',
      cause: thrown,
    });
  }
  if (!UNREACHABLE.test(`${code} ${text}`)) return new SkepError('INTERNAL', `${path}: ${text}`, { cause: thrown });
  return new SkepError('STORE_UNREACHABLE', `${path} cannot be used now: ${text}`, {
    hint: 'Check that the folder exists and is writable, and that no other program locks the file.',
    cause: thrown,
  });
}
