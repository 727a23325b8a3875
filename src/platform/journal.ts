/**
 * Where changes are written down: a line in the store, and one in the log. What was changed is changed, whatever becomes of
 * its line: a store that does not take it is told in the log, with all that the line says, and the change is answered as done.
 */
import { type AuditLine } from '../api/index.ts';
import { tell } from '../core/index.ts';
import type { AuditFacet } from '../engine/index.ts';
import { type Clock, type IdSource, type JsonObject, type Logger, messageOf } from '../foundation/index.ts';
import { doneWithin } from '../runtime/index.ts';

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

export class Journal {
  readonly #parts: JournalParts;

  constructor(parts: JournalParts) {
    this.#parts = parts;
  }

  /** Resolves when the store has the line, or has not taken it; it never rejects. */
  async write(line: AuditLine): Promise<void> {
    const { clock, logger } = this.#parts;
    tell(logger, 'audit.line', { ...line, subject: line.subject?.name ?? null, kind: line.subject?.kind ?? null });
    await doneWithin(this.#store(line), PATIENCE_MS, { clock });
  }

  async #store(line: AuditLine): Promise<void> {
    const { audit, newId, logger } = this.#parts;
    try {
      await audit().append(newId(), textOf(line));
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
