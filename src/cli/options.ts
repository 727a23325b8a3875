/** The options that every command takes, and small parsers of option values. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  DURATION_FORM,
  INSTANT_FORM,
  isUnsafeKey,
  parseDuration,
  parseInstant,
  parseRate,
  type Rate,
  RATE_FORM,
} from '../foundation/index.ts';
import { OUTPUTS, type Output } from './printer.ts';

export interface GlobalOptions {
  readonly file: string;
  readonly output: Output;
  readonly color: boolean;
  readonly verbose: boolean;
  readonly server?: string;
  readonly tokenFile?: string;
}

export function addGlobalOptions(program: Command): void {
  program
    .addOption(new Option('-f, --file <path>', 'the manifest').default('jobs.yaml').env('SKEP_FILE'))
    .addOption(new Option('-o, --output <form>', 'form of the results').choices(OUTPUTS).default('table'))
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .option('-v, --verbose', 'say more on stderr', false)
    .addOption(new Option('--server <url>', 'talk to the server there, not to the store').env('SKEP_SERVER'))
    .option('--token-file <path>', 'file that holds the bearer token (else SKEP_TOKEN)');
}

/** `30s` → milliseconds. */
export function durationOption(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError(`Write ${DURATION_FORM}.`);
  return ms;
}

export function instantOption(text: string): string {
  if (parseInstant(text) === undefined) throw new InvalidArgumentError(`Write ${INSTANT_FORM}.`);
  return text;
}

/** @returns a parser of whole numbers from `min` to `max` */
export function integerOption(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`Write a whole number, ${range}.`);
  };
}

/** `a,b` → ['a', 'b']; may be given again. */
export function listOption(text: string, before: readonly string[] = []): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Write names with a comma between them.');
  return [...before, ...items];
}

/** `name=value` → { name: value }; may be given again. */
export function headerOption(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write name=value.');
  const name = text.slice(0, at);
  if (isUnsafeKey(name)) throw new InvalidArgumentError(`A header named ${name} is refused.`);
  return { ...before, [name]: text.slice(at + 1) };
}

/** `10/s`. */
export function rateOption(text: string): Rate {
  const rate = parseRate(text);
  if (rate === undefined) throw new InvalidArgumentError(`Write ${RATE_FORM}.`);
  return rate;
}
