/** Instants and spans in words. */
const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** `3 min. ago`, `in 2 hr.` */
export function agoOf(at: number, now: number): string {
  const apart = at - now;
  const [unit, ms] = STEPS.find(([, size]) => Math.abs(apart) >= size) ?? ['second', 1_000];
  return relative.format(Math.trunc(apart / ms), unit);
}

/** @param zone `local` or `utc` @returns with seconds, and the zone where it is not the reader's */
export function absoluteOf(at: number, zone: 'local' | 'utc'): string {
  const date = new Date(at);
  const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');
  if (zone === 'utc') return `${date.toISOString().slice(0, 23).replace('T', ' ')} UTC`;
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  return `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** The hour as a clock of 24 shows it, `07:30`; at midnight, and where steps are days, the day: `11-30`. @param zone `local` or `utc` @param step milliseconds between two ticks */
export function tickOf(at: number, zone: 'local' | 'utc', step: number): string {
  const text = absoluteOf(at, zone);
  const clock = text.slice(11, 16);
  if (step < 60_000) return text.slice(11, 19);
  return step >= 86_400_000 || clock === '00:00' ? text.slice(5, 10) : clock;
}

/** `every: 90s` as a manifest has it: `90s`, `5m`, `1d`. */
export function intervalOf(ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** `340 ms`, `1.24 s`, `3 m 20 s`, `2 h 5 m`, `4 d 3 h` */
export function spanOf(ms: number): string {
  if (ms < 1_000) return `${ms < 10 && ms > 0 ? ms.toFixed(1).replace(/\.0$/, '') : Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return pair(minutes, 'm', Math.floor((ms % 60_000) / 1_000), 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'm');
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function pair(first: number, unit: string, second: number, smaller: string): string {
  return second === 0 ? `${first} ${unit}` : `${first} ${unit} ${second} ${smaller}`;
}

const counts = new Intl.NumberFormat('en');

/** `1,204` */
export function countOf(value: number): string {
  return counts.format(value);
}

/** `1 job`, `1,204 jobs` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${countOf(value)} ${value === 1 ? one : many}`;
}

/** `once`, `3 times` */
export function timesOf(value: number): string {
  return value === 1 ? 'once' : `${countOf(value)} times`;
}

/** `12.4 %` */
export function percentOf(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}
