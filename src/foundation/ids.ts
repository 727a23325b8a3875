import { v7 } from 'uuid';

/** Source of fresh ids; injected so that tests can foresee them. */
export type IdSource = () => string;

/** UUID version 7 (RFC 9562): sorts by time of creation, which keeps index pages of one moment together. */
export const newId: IdSource = () => v7();

/**
 * Form of a job id that a caller may choose: 1 to 128 of letters, digits, `_ . : @ -`, beginning with a
 * letter or digit. Not digits alone: such ids belong to programs that use bee-queue's own counter.
 */
export const JOB_ID_PATTERN = /^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$/;
