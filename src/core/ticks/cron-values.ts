/** Which values a field of a cron expression names. */

/** In ascending order. */
export type Values = readonly number[];

export function valuesFrom(low: number, high: number): Values {
  return Array.from({ length: high - low + 1 }, (_, index) => low + index);
}

/**
 * @param text of canonicalFields, without letters
 * @param all each value that the field can have
 * @throws RangeError for what is no such text
 */
export function valuesOf(text: string, all: Values): Values {
  if (text === '*') return all;
  const found = new Set(text.split(',').flatMap((token) => tokenValues(token, all)));
  return all.filter((value) => found.has(value));
}

export function tokenValues(token: string, all: Values): number[] {
  const [, any, from = '', to, step = '1'] = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(token) ?? unreadable(token);
  const [low, high] = any === undefined ? [Number(from), Number(to ?? from)] : [all[0] ?? 0, all[all.length - 1] ?? 0];
  const every = Number(step);
  return valuesFrom(low, high).filter((value) => (value - low) % every === 0);
}

function unreadable(token: string): never {
  throw new RangeError(`no part of a cron expression: ${token}`);
}
