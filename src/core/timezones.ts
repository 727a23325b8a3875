/** Time zones by their IANA name, never by an offset: an offset knows nothing of daylight saving. */
import { nearest } from '../foundation/index.ts';

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
  const near = name.length <= MAX_LENGTH ? nearestZone(name) : undefined;
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
function nearestZone(name: string): string | undefined {
  const wanted = name.toLowerCase().replaceAll(' ', '_');
  const zones = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const whole = zone.toLowerCase();
    zones.set(whole, zone).set(whole.slice(whole.lastIndexOf('/') + 1), zone);
  }
  return zones.get(nearest(wanted, zones.keys()) ?? '');
}
