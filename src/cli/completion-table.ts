/** What may follow what on the command line, read off the program itself: completion never knows other commands. */
import type { Command, Option } from 'commander';

import { JOB_STATES, PLATFORM_ROLES, RUN_STATES, TOPICS } from '../core/index.ts';

/** Of what the manifest has names. */
export const NAMED = ['tasks', 'queues', 'schedules', 'workflows', 'buckets'] as const;
export type Named = (typeof NAMED)[number];

/** What a value may be; null: nothing is known of it. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'names'; readonly of: Named }
  | { readonly kind: 'files' }
  | null;

export interface CompletedOption {
  /** `-o` and `--output`, or one of them. */
  readonly flags: readonly string[];
  readonly does: string;
  /** Whether a value follows as a word of its own. */
  readonly takes: boolean;
  readonly values: Values;
}

export interface CompletedCommand {
  /** `jobs ls`; '' for the program itself. */
  readonly path: string;
  readonly verbs: readonly { readonly name: string; readonly does: string }[];
  readonly options: readonly CompletedOption[];
  /** By position; the last again and again where `repeats`. */
  readonly args: readonly Values[];
  readonly repeats: boolean;
}

/** @returns all commands, groups too, the program itself first */
export function completionTable(program: Command): readonly CompletedCommand[] {
  const everywhere = program.options.map((option) => optionOf(option, ''));
  return below(program, '', everywhere);
}

function below(command: Command, path: string, everywhere: readonly CompletedOption[]): CompletedCommand[] {
  const verbs = command.commands.filter((verb) => verb.name() !== 'help');
  const own = path === '' ? [] : command.options.map((option) => optionOf(option, path));
  const args = command.registeredArguments;
  return [
    {
      path,
      verbs: verbs.map((verb) => ({ name: verb.name(), does: verb.description() })),
      options: [...own, ...everywhere.filter(({ flags }) => path === '' || !flags.includes('--version')), HELP],
      args: args.map((arg) => valuesOf(arg.name(), path)),
      repeats: args.at(-1)?.variadic ?? false,
    },
    ...verbs.flatMap((verb) => below(verb, path === '' ? verb.name() : `${path} ${verb.name()}`, everywhere)),
  ];
}

const HELP: CompletedOption = { flags: ['-h', '--help'], does: 'what it takes', takes: false, values: null };

function optionOf(option: Option, path: string): CompletedOption {
  const placeholder = /[<[]([^<>[\]]+)[>\]]/.exec(option.flags)?.[1] ?? '';
  const chosen = option.argChoices === undefined ? undefined : { kind: 'words' as const, words: option.argChoices };
  return {
    flags: [option.short, option.long].filter((flag) => flag !== undefined),
    does: option.description,
    takes: option.required,
    values: chosen ?? valuesOf(placeholder, path, option.long),
  };
}

/** What the word in the brackets of an option or argument stands for. */
const VALUES: Readonly<Record<string, Values>> = {
  task: { kind: 'names', of: 'tasks' },
  pattern: { kind: 'names', of: 'tasks' },
  queue: { kind: 'names', of: 'queues' },
  schedule: { kind: 'names', of: 'schedules' },
  workflow: { kind: 'names', of: 'workflows' },
  bucket: { kind: 'names', of: 'buckets' },
  path: { kind: 'files' },
  file: { kind: 'files' },
  folder: { kind: 'files' },
  roles: { kind: 'words', words: PLATFORM_ROLES },
  topics: { kind: 'words', words: TOPICS },
  named: { kind: 'words', words: NAMED },
};

/** Options whose `<names>` are queues; those of `--tag` are not. */
const OF_QUEUES = ['--queues', '--exclude', '--only', '--add', '--drop'];

function valuesOf(placeholder: string, path: string, flag = ''): Values {
  if (placeholder === 'states') {
    const words = path.startsWith('runs')
      ? RUN_STATES
      : path === 'events'
        ? [...JOB_STATES, ...RUN_STATES]
        : JOB_STATES;
    return { kind: 'words', words: [...new Set<string>(words)] };
  }
  if (placeholder === 'names') return OF_QUEUES.includes(flag) ? { kind: 'names', of: 'queues' } : null;
  return Object.hasOwn(VALUES, placeholder) ? (VALUES[placeholder] ?? null) : null;
}
