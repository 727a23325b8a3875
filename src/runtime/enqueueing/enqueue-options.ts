/**
 * The options of an enqueue as they are given, held against their schema (schemas/enqueue-options.schema.json). It knows
 * no option by name: what they mean for a job says draft.ts.
 */
import {
  ENQUEUE_OPTIONS,
  type EnqueueOptions,
  foreignOption,
  OPTION_VALIDATORS,
  type OptionValidator,
} from '../../core/index.ts';
import { durationMs, messageOf, nearest, parseDuration, parseInstant } from '../../foundation/index.ts';

type Key = keyof EnqueueOptions;

const KEYS = Object.keys(OPTION_VALIDATORS);
/** Unknown options that are told of; more tell nobody more. */
const MAX_UNKNOWN = 8;
/** Characters of a name from outside that are shown. */
const MAX_NAME = 64;

export class GivenOptions {
  readonly #options: EnqueueOptions;
  readonly #problems: string[];
  /** Those that the schema refuses: nothing more is asked of them. */
  readonly #refused = new Set<string>();

  /** @param problems gets a sentence per problem; what is read is only good when it stays empty */
  constructor(options: EnqueueOptions, problems: string[]) {
    this.#options = options;
    this.#problems = problems;
    this.#check();
  }

  /** @returns undefined where it is not given, or refused */
  get<K extends Key>(key: K): EnqueueOptions[K] | undefined {
    return this.#refused.has(key) ? undefined : this.#options[key];
  }

  /**
   * @param value of that option; another one for a part of it
   * @returns milliseconds
   */
  duration(key: string, value: string | number | undefined): number | null {
    if (value === undefined) return null;
    try {
      return durationMs(value);
    } catch (error) {
      return this.problem(key, messageOf(error));
    }
  }

  /** @returns epoch milliseconds */
  instant(key: Key, value: string | number | undefined): number | null {
    if (value === undefined) return null;
    return parseInstant(value) ?? this.problem(key, problemIn(ENQUEUE_OPTIONS.properties[key], 'type'));
  }

  /** Either of them. @returns milliseconds from `now` */
  waitUntil(key: Key, value: string | number | undefined, now: number): number | null {
    const at = typeof value === 'string' && parseDuration(value) === undefined ? parseInstant(value) : undefined;
    if (at === undefined) return this.duration(key, value);
    return at > now ? at - now : this.problem(key, 'lies in the past');
  }

  problem(key: string, text: string): null {
    this.#problems.push(`${key}: ${text}`);
    return null;
  }

  #check(): void {
    let unknown = 0;
    for (const key of Object.keys(this.#options)) {
      if (Object.hasOwn(OPTION_VALIDATORS, key)) this.#hold(key as Key, this.#options[key as Key]);
      else if ((unknown += 1) <= MAX_UNKNOWN) this.problem(key.slice(0, MAX_NAME), unknownOption(key));
    }
  }

  #hold(key: Key, value: unknown): void {
    const valid = OPTION_VALIDATORS[key];
    if (value === undefined || valid(value)) return;
    this.#refused.add(key);
    const [error] = valid.errors ?? [];
    if (error) this.problem(...told(key, error));
  }
}

function unknownOption(key: string): string {
  const meant = foreignOption(key, KEYS) ?? nearest(key, KEYS);
  return `is no option of an enqueue; ${meant === undefined ? '' : `did you mean \`${meant}\`? `}there are ${KEYS.join(', ')}`;
}

type OptionError = NonNullable<OptionValidator['errors']>[number];

/** Said where the schema has words for it: at the part that is wrong, else of the option as a whole. */
function told(key: Key, error: OptionError): [place: string, text: string] {
  const { keyword, instancePath, propertyName, params, parentSchema } = error;
  const parts = [...instancePath.split('/').slice(1), ...(propertyName === undefined ? [] : [propertyName])];
  const place = [key, ...parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, MAX_NAME))];
  if (keyword === 'additionalProperties') {
    const known = Object.keys(parentSchema['properties'] ?? {}).join(' and ');
    const stray = String(params['additionalProperty']).slice(0, MAX_NAME);
    return [place.join('.'), `has no part '${stray}'; there are ${known}`];
  }
  const own = problemIn(parentSchema, keyword);
  return own === '' ? [key, problemIn(ENQUEUE_OPTIONS.properties[key], keyword)] : [place.join('.'), own];
}

/** `x-problem`: a sentence for whatever is wrong, or one per keyword. */
function problemIn(schema: object, keyword: string): string {
  const words = (schema as { readonly 'x-problem'?: string | Readonly<Record<string, string>> })['x-problem'] ?? '';
  return typeof words === 'string' ? words : (words[keyword] ?? '');
}
