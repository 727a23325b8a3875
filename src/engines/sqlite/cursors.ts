/** Cursors of lists that go by the numbers of rows, newest first. */
import { SkepError } from '../../foundation/index.ts';

/** @param what the list is of. @returns the number that all rows of the page are below @throws SkepError REQUEST_INVALID */
export function seqOfCursor(cursor: string | null, what: string): number {
  if (cursor === null) return Number.MAX_SAFE_INTEGER;
  if (!/^s[0-9]{1,15}$/.test(cursor)) {
    throw new SkepError('REQUEST_INVALID', `the cursor is none that a list of ${what} gave`, {
      hint: 'Take `next` of the page before, or leave it out to begin with the newest.',
    });
  }
  return Number(cursor.slice(1));
}

/** @param seq the last row of the page */
export function cursorText(seq: number | undefined): string {
  return `s${seq}`;
}
