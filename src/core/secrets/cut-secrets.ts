/**
 * Pieces of secrets where a text was cut. Texts are bounded before they reach the place where secrets are taken out of them, so the
 * whole of a long one may be nowhere in them. At each cut the longest run that a secret has, too, goes.
 */
import { CUT, CUT_BEGIN } from '../errors/error-text.ts';

interface Manner {
  /** Shorter pieces stand in any text by chance. */
  readonly shortest: number;
  /** What stands for a piece. */
  readonly hidden: string;
}

/** A piece of this length may be from the middle of a secret; a shorter one counts where the secret begins or ends with it. */
const PROBE = 16;
/** Shorter texts were not cut: it is the least of the bounds. */
const SHORTEST_CUT = 256;
/** The others are those of `util.inspect`. */
const END_MARKS = [CUT, "'... ", '"... ', '`... '];

export function withoutPieces(text: string, secrets: readonly string[], { shortest, hidden }: Manner): string {
  let shown = text;
  for (const end of ends(shown)) {
    const length = longest(secrets, (secret) => lengthBefore(shown, end, secret, shortest));
    if (length > 0) shown = shown.slice(0, end - length) + hidden + shown.slice(end);
  }
  for (const begin of placesOf(shown, CUT_BEGIN).reverse()) {
    const from = begin + CUT_BEGIN.length;
    const length = longest(secrets, (secret) => lengthAfter(shown, from, secret, shortest));
    if (length > 0) shown = shown.slice(0, from) + hidden + shown.slice(from + length);
  }
  return shown;
}

/** Where something was cut off, the last first; without a mark a text may be cut at its end, if it is long. */
function ends(text: string): number[] {
  const places = END_MARKS.flatMap((mark) => placesOf(text, mark));
  if (text.length >= SHORTEST_CUT) places.push(text.length);
  return places.sort((one, other) => other - one);
}

function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}

function longest(secrets: readonly string[], lengthOf: (secret: string) => number): number {
  return secrets.reduce((most, secret) => Math.max(most, lengthOf(secret)), 0);
}

/** @returns length of what stands before `end` and in the secret; 0 for what is too short */
function lengthBefore(text: string, end: number, secret: string, shortest: number): number {
  const probe = text.slice(Math.max(0, end - PROBE), end);
  const at = probe.length < PROBE ? -1 : secret.lastIndexOf(probe);
  if (at < 0) {
    for (let length = Math.min(PROBE - 1, probe.length, secret.length); length >= shortest; length -= 1) {
      if (probe.endsWith(secret.slice(0, length))) return length;
    }
    return 0;
  }
  let length = PROBE;
  while (length < end && length - PROBE < at && text[end - length - 1] === secret[at - (length - PROBE) - 1])
    length += 1;
  return length;
}

/** @returns length of what stands from `begin` on and in the secret */
function lengthAfter(text: string, begin: number, secret: string, shortest: number): number {
  const probe = text.slice(begin, begin + PROBE);
  const at = probe.length < PROBE ? -1 : secret.indexOf(probe);
  if (at < 0) {
    for (let length = Math.min(PROBE - 1, probe.length, secret.length); length >= shortest; length -= 1) {
      if (probe.startsWith(secret.slice(-length))) return length;
    }
    return 0;
  }
  let length = PROBE;
  while (begin + length < text.length && text[begin + length] === secret[at + length]) length += 1;
  return length;
}
