/** Reading what was thrown, which may be anything: no getter, proxy or odd type makes these throw. */
import { types } from 'node:util';

import { line } from './error-text.ts';

/** Causes and members of an AggregateError that are followed. */
export const CAUSES_MAX = 8;

/** As `instanceof`. @returns false where looking throws: a proxy may do anything then, and a revoked one does */
export function isInstance<T>(value: unknown, kind: abstract new (...given: never[]) => T): value is T {
  try {
    return value instanceof kind;
  } catch {
    return false;
  }
}

export function isError(value: unknown): value is object {
  try {
    return types.isNativeError(value) || value instanceof Error;
  } catch {
    // A revoked proxy throws at instanceof.
    return false;
  }
}

/** A property that any getter may make explode. */
export function read(holder: object, key: string): unknown {
  try {
    return (holder as Record<string, unknown>)[key];
  } catch {
    return undefined;
  }
}

export function textOf(holder: object, key: string): string {
  const value = read(holder, key);
  return typeof value === 'string' ? value : '';
}

/** Text codes (ECONNRESET, SkepError's) and numbers (SQLite's) alike. */
export function codeOf(holder: object): string | null {
  const code = read(holder, 'code');
  if (typeof code === 'number') return String(code);
  return typeof code === 'string' && code !== '' ? line(code) : null;
}

export function membersOf(error: object): object[] {
  const errors = read(error, 'errors');
  return Array.isArray(errors) ? errors.slice(0, CAUSES_MAX).filter(isError) : [];
}

/** The errors behind an error: its cause and its members. */
export function causesOf(error: object): unknown[] {
  const cause = read(error, 'cause');
  return cause === undefined || cause === null ? membersOf(error) : [cause, ...membersOf(error)];
}
