/** Texts of errors, made fit to be stored and shown. */
import { stripVTControlCharacters } from 'node:util';

/** Limits in UTF-16 units: enough to see the fault, too little to fill a store. */
export const ERROR_NAME_MAX = 256;
export const ERROR_MESSAGE_MAX = 4 * 1024;
export const ERROR_STACK_MAX = 16 * 1024;

const CUT = ' … (cut)';

/** A name or a code: one line. */
export function line(text: string): string {
  return clean(text, ERROR_NAME_MAX).replaceAll(/[\n\t]+/g, ' ');
}

/** Bounds first, so that a megabyte of text costs no more than its limit. */
export function clean(text: string, max: number): string {
  const plain = stripVTControlCharacters(bound(text, max)).replaceAll(/(?![\n\t])\p{Cc}/gu, '');
  // Half a surrogate pair cannot be stored as UTF-8.
  return plain.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

export function bound(text: string, max: number): string {
  return text.length <= max ? text : text.slice(0, max - CUT.length) + CUT;
}
