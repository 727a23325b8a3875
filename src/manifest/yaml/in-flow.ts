/** Text that YAML reads as text without quotes, and as nothing else. */
const PLAIN = /^-?[A-Za-z./_][\w./#@+-]*$/;
const WORDS = new Set(['true', 'false', 'null']);

/** @returns a value as YAML on one line, `{ a: 1, b: [x, "y z"] }` */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inFlow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}: ${inFlow(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  return PLAIN.test(value) && !WORDS.has(value.toLowerCase()) ? value : JSON.stringify(value);
}
