/** Time zones by their IANA name, never by an offset: an offset knows nothing of daylight saving. */
import { nearest } from '../../foundation/index.ts';

import { Lru } from '../lru.ts';

export type TimezoneCheck =
  { readonly ok: true } | { readonly ok: false; readonly message: string; readonly hint: string };

const FORM = /^[A-Za-z][A-Za-z0-9_-]*(?:\/[A-Za-z0-9_-]+)*$/;
const MAX_LENGTH = 64;

/**
 * First parts of the names of the tz database, and its names of one part (tzdata 2025b, `backward` and `etcetera`).
 * ICU knows more, abbreviations that it takes for zones of its own choice: `BST` is Dhaka's time to it, `IST` India's,
 * `AST` Alaska's. An abbreviation is no place, and most mean several.
 */
const REGIONS = new Set(
  'africa america antarctica arctic asia atlantic australia brazil canada chile etc europe indian mexico pacific us'.split(
    ' ',
  ),
);
const SINGLE_NAMES = new Set(
  (
    'cet cst6cdt cuba eet egypt eire est est5edt gb gb-eire gmt gmt0 greenwich hongkong hst iceland iran israel jamaica ' +
    'japan kwajalein libya met mst mst7mdt navajo nz nz-chat poland portugal prc pst8pdt roc rok singapore turkey uct ' +
    'universal utc w-su wet zulu'
  ).split(' '),
);

/** Where the time of an abbreviation is kept, the most people first. From the formats of the tz database. */
const CITIES: Readonly<Record<string, string>> = {
  ACST: 'Australia/Adelaide, Australia/Darwin',
  ACT: 'Australia/Darwin, America/Rio_Branco',
  ADT: 'America/Halifax',
  AEDT: 'Australia/Sydney',
  AEST: 'Australia/Sydney, Australia/Brisbane',
  AET: 'Australia/Sydney, Australia/Brisbane',
  AKDT: 'America/Anchorage',
  AKST: 'America/Anchorage',
  ART: 'America/Argentina/Buenos_Aires, Africa/Cairo',
  AST: 'America/Halifax, America/Puerto_Rico, Asia/Riyadh',
  AWST: 'Australia/Perth',
  BET: 'America/Sao_Paulo',
  BRT: 'America/Sao_Paulo',
  BST: 'Europe/London, Asia/Dhaka',
  CAT: 'Africa/Maputo, Africa/Johannesburg',
  CDT: 'America/Chicago, America/Havana',
  CEST: 'Europe/Berlin, Europe/Paris, Europe/Rome',
  CNT: 'America/St_Johns, Asia/Shanghai',
  CST: 'America/Chicago, America/Mexico_City, Asia/Shanghai, America/Havana',
  CTT: 'Asia/Shanghai',
  EAT: 'Africa/Nairobi',
  ECT: 'America/Guayaquil, Europe/Paris',
  EDT: 'America/New_York, America/Toronto',
  EEST: 'Europe/Athens, Europe/Kyiv, Europe/Helsinki',
  ET: 'America/New_York',
  HDT: 'America/Adak',
  HKT: 'Asia/Hong_Kong',
  ICT: 'Asia/Bangkok, Asia/Ho_Chi_Minh',
  IET: 'America/Indiana/Indianapolis',
  IDT: 'Asia/Jerusalem',
  IST: 'Asia/Kolkata, Europe/Dublin, Asia/Jerusalem',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  MDT: 'America/Denver',
  MSK: 'Europe/Moscow',
  NDT: 'America/St_Johns',
  NST: 'America/St_Johns, Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
  NZST: 'Pacific/Auckland',
  PDT: 'America/Los_Angeles, America/Vancouver',
  PHT: 'Asia/Manila',
  PKT: 'Asia/Karachi',
  PLT: 'Asia/Karachi',
  PNT: 'America/Phoenix',
  PRT: 'America/Puerto_Rico',
  PST: 'America/Los_Angeles, America/Vancouver, Asia/Manila',
  PT: 'America/Los_Angeles',
  SAST: 'Africa/Johannesburg',
  SGT: 'Asia/Singapore',
  SST: 'Pacific/Pago_Pago, Asia/Singapore',
  VST: 'Asia/Ho_Chi_Minh',
  WAT: 'Africa/Lagos',
  WEST: 'Europe/Lisbon, Atlantic/Canary',
  WIB: 'Asia/Jakarta',
  WIT: 'Asia/Jayapura',
};

/** Asking Intl costs tens of microseconds, and a manifest names few zones many times. */
const checked = new Lru<TimezoneCheck>(256);

/** Whether the name is one of the tz database that this Node knows (`Intl`), neither an offset nor an abbreviation. */
export function checkTimezone(name: string): TimezoneCheck {
  return name.length > MAX_LENGTH ? check(name) : checked.get(name, () => check(name));
}

function check(name: string): TimezoneCheck {
  const hint = 'write an IANA name, as in Europe/Berlin or UTC';
  if (name === '') return { ok: false, message: 'the time zone is empty', hint };
  const shown = `\`${name.slice(0, MAX_LENGTH)}\``;
  // Etc/GMT+5 is a name, but its sign means the opposite of what people read.
  if (/[+]|[-]\d|^\d/.test(name)) return { ok: false, message: `${shown} is an offset, not a time zone`, hint };
  if (name.length <= MAX_LENGTH && FORM.test(name) && isNamed(name) && known(name)) return { ok: true };
  const cities = name.length <= MAX_LENGTH ? CITIES[name.toUpperCase()] : undefined;
  if (cities !== undefined) {
    const message = `${shown} is an abbreviation, not a time zone: it knows nothing of a place and its summer time`;
    return { ok: false, message, hint: `name a city that keeps that time: ${cities}` };
  }
  const near = name.length <= MAX_LENGTH ? nearestZone(name) : undefined;
  const suggestion = near === undefined ? hint : `did you mean \`${near}\`? ${hint}`;
  return { ok: false, message: `${shown} is not a known time zone`, hint: suggestion };
}

function isNamed(name: string): boolean {
  const [region = '', ...rest] = name.toLowerCase().split('/');
  return rest.length > 0 ? REGIONS.has(region) : SINGLE_NAMES.has(region);
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
