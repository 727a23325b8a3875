/** Sizes and durations as other programs write them, in the form of a manifest. */

const SIZES: Readonly<Record<string, string>> = {
  ...{ b: 'b', byte: 'b', bytes: 'b', k: 'kb', kb: 'kb', kib: 'kb', m: 'mb', mb: 'mb', mib: 'mb' },
  ...{ g: 'gb', gb: 'gb', gib: 'gb' },
};

const DURATIONS: Readonly<Record<string, string>> = {
  ...{ ms: 'ms', msec: 'ms', milliseconds: 'ms', s: 's', sec: 's', secs: 's', second: 's', seconds: 's' },
  ...{ m: 'm', min: 'm', mins: 'm', minute: 'm', minutes: 'm', h: 'h', hr: 'h', hrs: 'h', hour: 'h', hours: 'h' },
  ...{ d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', weeks: 'w' },
};

/**
 * `10 MB` is `10mb`, `30 sec` is `30s`.
 * @param form what the schema says that the text must be
 * @returns undefined where it is not clear what was meant
 */
export function mendedValue(text: string, form: string): string | undefined {
  const units = form.startsWith('a size') ? SIZES : form.startsWith('a duration') ? DURATIONS : undefined;
  const [, number = '', unit = ''] = /^ *([0-9]{1,15}(?:\.[0-9]{1,9})?) *([a-z]{1,12}) *$/i.exec(text) ?? [];
  const known = unit.toLowerCase();
  return units !== undefined && Object.hasOwn(units, known) ? `${number}${units[known]}` : undefined;
}

/** A number without its unit: with that of the example in the form, `as in 32kb`, or seconds. */
export function withUnit(number: number, form: string): string | undefined {
  if (form.includes('duration')) return `${number}s`;
  const unit = /as in [0-9]+([a-z]+)/.exec(form)?.[1];
  return form.includes('a size') && unit !== undefined ? `${number}${unit}` : undefined;
}
