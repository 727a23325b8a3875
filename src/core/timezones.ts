/** Time zones by their IANA name, never by an offset: an offset knows nothing of daylight saving. */
import { distance } from 'fastest-levenshtein';

import { Lru } from './lru.ts';

export type TimezoneCheck =
  { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint: string };

const FORM = /^[A-Za-z][A-Za-z0-9_-]*(?:\/[A-Za-z0-9_-]+)*$/;
const MAX_LENGTH = 64;

/** Asking Intl costs tens of microseconds, and a manifest names few zones many times. */
const checked = new Lru<TimezoneCheck>(256);

/** Whether the name is a zone that this Node knows (`Intl`), and no offset. */
export function checkTimezone(name: string): TimezoneCheck {
  return name.length > MAX_LENGTH ? check(name) : checked.get(name, () => check(name));
}

function check(name: string): TimezoneCheck {
  const hint = 'write an IANA name, as in Europe/Berlin or UTC';
  if (name === '') return { ok: false, message: 'the time zone is empty', hint };
  const shown = `\`${name.slice(0, MAX_LENGTH)}\``;
  // Etc/GMT+5 is a name, but its sign means the opposite of what people read.
  if (/[+]|[-]\d|^\d/.test(name)) return { ok: false, message: `${shown} is an offset, not a time zone`, hint };
  if (name.length <= MAX_LENGTH && FORM.test(name) && known(name)) return { ok: true };
  const near = name.length <= MAX_LENGTH ? nearest(name) : undefined;
  const suggestion = near === undefined ? hint : `did you mean \`${near}\`? ${hint}`;
  return { ok: false, message: `${shown} is not a known time zone`, hint: suggestion };
}

function known(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The last part of a zone is what people know: `Berlin` finds Europe/Berlin. */
function nearest(name: string): string | undefined {
  const wanted = name.toLowerCase().replaceAll(' ', '_');
  const scored = Intl.supportedValuesOf('timeZone').map((zone) => {
    const whole = zone.toLowerCase();
    const city = whole.slice(whole.lastIndexOf('/') + 1);
    return { zone, score: Math.min(distance(whole, wanted), distance(city, wanted)) };
  });
  const best = scored.reduce((a, b) => (b.score < a.score ? b : a));
  return best.score <= Math.max(1, Math.floor(wanted.length / 4)) ? best.zone : undefined;
}
