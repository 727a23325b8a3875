/** Which manifests were in force, since when, by whom, and what they said. */

/**
 * How it came into force. file: a process read it, at its start or by a reload · apply, rollback: somebody said so to all processes ·
 * revert: its successor made things worse and was taken back.
 */
export type RevisionCause = 'file' | 'apply' | 'rollback' | 'revert';

/** All that is known of one beside its text. */
export interface Revision {
  readonly revision: number;
  readonly hash: string;
  /** Epoch milliseconds of the store. */
  readonly appliedAt: number;
  readonly by: string;
  readonly cause: RevisionCause;
  /** Why, in somebody's words; of a revert what was seen. */
  readonly message: string | null;
  /** The revision whose text it has, of a rollback or revert. */
  readonly of: number | null;
}

export interface NewRevision extends Omit<Revision, 'revision' | 'appliedAt'> {
  /** What it said, in whatever form the caller reads: stores keep it as it is. */
  readonly body: string;
}

/** Of so many the text is kept. */
export const REVISION_BODIES_KEPT = 100;

export interface RevisionsFacet {
  /** That manifest was applied: the current revision when its hash is that one's, else a new number. */
  record(revision: NewRevision): Promise<Revision>;
  /** The same, if the current revision is `from` (0: there is none); else nothing is written. @returns null when it is another one */
  recordAfter(from: number, revision: NewRevision): Promise<Revision | null>;
  /** Newest first, at most `limit`. */
  list(limit: number): Promise<readonly Revision[]>;
  /** @returns what it said; null when that is not kept (REVISION_BODIES_KEPT), or there was no such revision */
  body(revision: number): Promise<string | null>;
}
