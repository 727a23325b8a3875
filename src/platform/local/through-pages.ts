/** Going through a list of the store to its end. */
import { Slices } from '../../foundation/index.ts';

interface Page {
  /** null at the end. */
  readonly next: string | null;
}

/**
 * A store in the same process answers without the event loop: whoever goes through a million jobs would keep all others from it.
 *
 * @param pageAt the page that begins at a cursor, null for the first one
 * @yields what is in all pages, in their order; others have their turn in between
 */
export async function* throughPages<P extends Page, T>(
  pageAt: (cursor: string | null) => Promise<P>,
  itemsOf: (page: P) => readonly T[],
): AsyncGenerator<T> {
  const slices = new Slices();
  let cursor: string | null = null;
  do {
    const page: P = await pageAt(cursor);
    for (const item of itemsOf(page)) {
      if (slices.over) await slices.next();
      yield item;
    }
    // A page may be empty for all that the store has looked through.
    if (slices.over) await slices.next();
    cursor = page.next;
  } while (cursor !== null);
}
