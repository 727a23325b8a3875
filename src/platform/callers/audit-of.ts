/** Reading what was changed by whom: pages of lines, gone through from the newest on. */
import type { AuditLine, AuditLineView, AuditPageView, AuditQuery } from '../../api/index.ts';
import type { AuditRow, Engine } from '../../engine/index.ts';
import { iso, SkepError, Slices } from '../../foundation/index.ts';
import { instantOf, pageLimit } from '../local/job-query.ts';

/** Lines that one call goes through. */
const LOOKED_AT = 20_000;
/** Some milliseconds of this process, where the lines are long. */
const AT_ONCE = 200;
const POSITION = /^\d{1,17}$/;

/** @throws SkepError REQUEST_INVALID */
export async function auditOf(query: AuditQuery, engine: Pick<Engine, 'audit' | 'now'>): Promise<AuditPageView> {
  const limit = pageLimit(query);
  const now = await engine.now();
  const span = { from: spanEnd('since', query.since, now), to: spanEnd('until', query.until, now) };
  const lines: AuditLineView[] = [];
  const filtered = [query.by, query.operation, query.about, query.outcome].some((said) => said !== undefined);
  const atOnce = filtered ? AT_ONCE : limit;
  let [before, looked] = [cursorOf(query), 0];
  const slices = new Slices();
  while (looked < LOOKED_AT) {
    if (slices.over) await slices.next();
    const rows = await engine.audit.list(span, atOnce, before);
    for (const row of rows) {
      looked += 1;
      before = row.position;
      const line = lineOf(row);
      if (isSought(line, query)) lines.push(line);
      if (lines.length === limit) return { lines, looked, next: before };
    }
    if (rows.length < atOnce) return { lines, looked, next: null };
  }
  return { lines, looked, next: before };
}

function spanEnd(name: string, text: string | undefined, now: number): number | null {
  return text === undefined ? null : instantOf(name, text, now);
}

function cursorOf({ cursor }: AuditQuery): string | null {
  if (cursor === undefined || POSITION.test(cursor)) return cursor ?? null;
  throw new SkepError('REQUEST_INVALID', 'the cursor is none that a list of these lines gave', {
    hint: 'take `next` of the call before, with the same filter, or leave it out',
  });
}

function lineOf({ id, at, body }: AuditRow): AuditLineView {
  return { id, at: iso(at), ...(JSON.parse(body) as AuditLine) };
}

function isSought(line: AuditLine, { by, operation, about, outcome }: AuditQuery): boolean {
  if (by !== undefined && !fits(by, line.by)) return false;
  if (operation !== undefined && !fits(operation, line.operation)) return false;
  if (outcome !== undefined && outcome !== line.outcome) return false;
  return about === undefined || concerns(line, about);
}

/** Several jobs of one change stand in its arguments or its answer. */
function concerns({ subject, arguments: asked, after }: AuditLine, about: string): boolean {
  if (subject?.name === about) return true;
  return [asked['ids'], after?.['ids']].some((ids) => Array.isArray(ids) && ids.includes(about));
}

/** @param pattern in which `*` is any text */
function fits(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
