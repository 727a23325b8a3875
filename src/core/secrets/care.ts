/**
 * What is to be heeded about a job's payload and result. It is given with the job, so that it holds when the task has gone from the
 * manifest, and for whoever reads an older or newer one.
 */
export interface Care {
  /** Paths of its payload and its result that are not shown, see sensitive.ts. */
  readonly sensitive: readonly string[];
  /** Form of the payload: the task's `version` when it was enqueued. */
  readonly version: number;
  /** Payload and result are ciphertexts. */
  readonly sealed: boolean;
}

/** @returns the form of the payload; 1 where nothing is said */
export function versionOf(job: { readonly care: Care | null }): number {
  return job.care?.version ?? 1;
}
