/**
 * Where changes are written down: a line in the store, and one in the log. The line stands before the change begins, and gets
 * its end after it, so that a process that is killed in between leaves that it was at it. What was changed is changed, whatever becomes of
 * its line: a store that does not take it is told in the log, with all that the line says, and the change is answered as done.
 */
import { type AuditLine } from '../../api/index.ts';
import { tell } from '../../core/index.ts';
import type { AuditFacet } from '../../engine/index.ts';
import { type Clock, type IdSource, type JsonObject, type Logger, messageOf } from '../../foundation/index.ts';
import { doneWithin } from '../../runtime/index.ts';

export interface JournalParts {
  /** @throws SkepError where the store is not open */
  readonly audit: () => Pick<AuditFacet, 'append'>;
  readonly newId: IdSource;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A change that is done is answered after this long at most, its line written or not. */
const PATIENCE_MS = 2_000;
/** Of a line in the store, characters. */
const LINE_MAX = 8_000;

/** A change whose line stands, or could not be written. */
export interface Begun {
  readonly id: string;
  readonly body: string;
  /** Resolves when the store has it, or has not taken it. */
  readonly stored: Promise<void>;
}

export class Journal {
  readonly #parts: JournalParts;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  /** Resolves when the store has the line of a change that is to begin, or has not taken it; it never rejects. */
  async begin(line: Omit<AuditLine, 'after' | 'outcome' | 'code'>): Promise<Begun> {
    const { audit, newId, clock } = this.#parts;
    const [id, body] = [newId(), textOf({ ...line, after: null, outcome: 'begun', code: null })];
    const append = async (): Promise<void> => audit().append(id, body);
    // The end of the change is written all the same, and says so where that cannot be stored either.
    const stored = append().catch(() => undefined);
    await doneWithin(stored, PATIENCE_MS, { clock });
    return { id, body, stored };
  }

  /**
   * Resolves when the store has the line, or has not taken it; it never rejects.
   * @param begun whose place it takes
   */
  async write(line: AuditLine, begun?: Begun): Promise<void> {
    const { clock, logger } = this.#parts;
    tell(logger, 'audit.line', { ...line, subject: line.subject?.name ?? null, kind: line.subject?.kind ?? null });
    await doneWithin(this.#store(line, begun), PATIENCE_MS, { clock });
  }

  async #store(line: AuditLine, begun?: Begun): Promise<void> {
    const { audit, newId, logger } = this.#parts;
    try {
      // One that is under way still would come after its end.
      await begun?.stored;
      await audit().append(begun?.id ?? newId(), textOf(line), begun?.body);
    } catch (error) {
      tell(logger, 'audit.unwritten', { line: textOf(line), error: messageOf(error) });
    }
  }
}

/** What is too long for a line is left out, and marked so. */
function textOf(line: AuditLine): string {
  const whole = JSON.stringify(line);
  if (whole.length <= LINE_MAX) return whole;
  const cut: JsonObject = { omitted: true };
  return JSON.stringify({ ...line, arguments: cut, before: line.before && cut, after: line.after && cut });
}
