/**
 * The one place for times that end a test which hangs, and mean nothing else: no test says by them how long something
 * may take (CONTRIBUTING.md). They are wide enough for a machine that does ten other things.
 */

/** A wait for one event. */
export const PATIENCE_MS = 120_000;
/** A test; `.mocharc.json` says the same, and patience.spec.ts holds it to that. */
export const TEST_MS = 300_000;
/** A test that does very much, or waits for several leases and processes in a row. */
export const LONG_TEST_MS = 1_800_000;
