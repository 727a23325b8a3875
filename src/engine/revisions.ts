/** Which manifests were in force, and since when. */
export interface Revision {
  readonly revision: number;
  readonly hash: string;
  readonly appliedAt: number;
  readonly by: string;
}

export interface RevisionsFacet {
  /** The manifest of that hash was applied: the current revision when the hash is the current one, else a new number. */
  record(hash: string, by: string): Promise<Revision>;
  /** Newest first, at most `limit`. */
  list(limit: number): Promise<readonly Revision[]>;
}
