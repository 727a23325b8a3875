/** The options of an enqueue as flags, made from their schema: `runAt` is `--run-at <instant>`. */
import type { Command } from 'commander';
import { ENQUEUE_OPTIONS, type EnqueueOptions } from '../core/index.ts';
import { durationOption, headerOption, instantOption, integerOption, listOption } from './options.ts';

/** What of an option's schema says how it is written at a command line. */
interface OptionSchema {
  readonly description: string;
  readonly type: string | readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** Instead of its own name. */
  readonly 'x-flag'?: string;
  readonly 'x-duration'?: true;
  readonly 'x-instant'?: true;
}

/** How a value is written, and read; the platform reads it where nothing is said here. */
interface Form {
  readonly value: string;
  readonly more?: string;
  readonly parse?: (text: string, before: never) => unknown;
}

const SCHEMAS = Object.entries<OptionSchema>(ENQUEUE_OPTIONS.properties);

/** Adds a flag for each option. */
export function addEnqueueOptions(command: Command): Command {
  for (const [key, schema] of SCHEMAS) {
    const { value, more = '', parse } = formOf(key, schema);
    const { description } = schema;
    const flag = `--${dashed(flagOf(key, schema))} <${value}>`;
    const text = `${description.charAt(0).toLowerCase()}${description.slice(1)}${more}`;
    if (parse) command.option(flag, text, parse as (text: string, before: unknown) => unknown);
    else command.option(flag, text);
  }
  return command;
}

/** @param flags as commander has read them */
export function enqueueOptionsOf(flags: Readonly<Record<string, unknown>>): EnqueueOptions {
  const given = SCHEMAS.map(([key, schema]) => [key, flags[flagOf(key, schema)]] as const);
  // What was not given must not be there: an undefined member is not the same as none.
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function flagOf(key: string, { 'x-flag': flag }: OptionSchema): string {
  return flag ?? key;
}

function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function formOf(key: string, schema: OptionSchema): Form {
  const { type, minimum, maximum, 'x-duration': duration, 'x-instant': instant } = schema;
  if (duration && instant) return { value: 'duration|instant' };
  if (duration) return { value: 'duration', parse: durationOption };
  if (instant) return { value: 'instant', parse: instantOption };
  if (type === 'integer') return { value: 'number', parse: integerOption(minimum ?? 0, maximum) };
  if (type === 'array') return { value: 'names', more: ', with commas between them', parse: listOption };
  if (type === 'object') return { value: 'name=value', more: '; may be given again', parse: headerOption };
  if (Array.isArray(type) && type.includes('boolean')) return { value: 'text|false', parse: falseOption };
  return { value: key };
}

function falseOption(text: string): string | false {
  return text !== 'false' && text;
}
