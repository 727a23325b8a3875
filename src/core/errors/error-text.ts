/** Texts of errors, made fit to be stored and shown. */
import { stripVTControlCharacters } from 'node:util';

import { hidePasswords } from '../../foundation/index.ts';

/** Limits in UTF-16 units: enough to see the fault, too little to fill a store. */
export const ERROR_NAME_MAX = 256;
export const ERROR_MESSAGE_MAX = 4 * 1024;
export const ERROR_STACK_MAX = 16 * 1024;

/** Stands where the end of a text was cut off. */
export const CUT = ' … (cut)';
/** Where its begin was. */
export const CUT_BEGIN = '(cut) … ';

/** A name or a code: one line. */
export function line(text: string): string {
  return clean(text, ERROR_NAME_MAX).replaceAll(/[\n\t]+/g, ' ');
}

/**
 * Without passwords of URLs, which an error repeats from the call that failed, and without control characters. Bounds
 * first, so that a megabyte of text costs no more than its limit.
 */
export function clean(text: string, max: number): string {
  const plain = stripVTControlCharacters(boundHidden(text, max)).replaceAll(/(?![\n\t])\p{Cc}/gu, '');
  // Half a surrogate pair cannot be stored as UTF-8.
  return plain.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

/** Text behind a limit that is looked at before the cut: it may fall between a password and its `@`. */
const MARGIN = 1_024;

/** Passwords hidden, and cut to a length. @param max UTF-16 units */
export function boundHidden(text: string, max: number): string {
  if (text.length <= max) return bound(hidePasswords(text), max);
  return hidePasswords(text.slice(0, max + MARGIN)).slice(0, max - CUT.length) + CUT;
}

export function bound(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max - CUT.length) + CUT;
}

/** The end of a text, where that says the most. @param max UTF-16 units */
export function endOf(text: string, max: number): string {
  return text.length <= max ? text : CUT_BEGIN + text.slice(CUT_BEGIN.length - max);
}
