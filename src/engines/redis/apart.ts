/**
 * Large payloads, which lie apart from their records in the hash `data` of their queue (lua/_record.lua, APART). They are read
 * without a script: Redis' Lua would read every byte of them several times over.
 */
import type { CallRole, RedisStore } from './store.ts';

/** Where they lie, and who asks. */
export interface ApartPlace {
  readonly store: RedisStore;
  readonly role: CallRole;
  /** Begin of the queue's keys. */
  readonly base: string;
}

const NONE: ReadonlyMap<string, string> = new Map();
const CARRIAGE_RETURN = 13;
/** Line 7 of such a record. */
export const APART_LINE = '"data":null\r}';

/** Whether its payload lies apart. */
export function isApart(record: string): boolean {
  return record.charCodeAt(record.length - 2) === CARRIAGE_RETURN;
}

/** @returns the ids whose payload lies apart. @param records id, record, id, record, … */
export function apartIn(records: readonly string[]): readonly string[] {
  let ids: string[] | undefined;
  for (let i = 0; i < records.length; i += 2) if (isApart(records[i + 1] ?? '')) (ids ??= []).push(records[i] ?? '');
  return ids ?? [];
}

/** @returns their payloads as JSON; of a job that has gone meanwhile there is none */
export async function readApart({ store, role, base }: ApartPlace, ids: readonly string[]): Promise<typeof NONE> {
  if (ids.length === 0) return NONE;
  const texts = await store.guard(() => store.client(role).hmget(`${base}data`, ...ids));
  return new Map(ids.flatMap((id, index) => (texts[index] == null ? [] : [[id, texts[index]] as const])));
}

/** The record as it is where nothing lies apart: jobs change queues as one text. */
export function withPayload(record: string, payload: string): string {
  return `${record.slice(0, -APART_LINE.length)}"data":${payload}}`;
}
