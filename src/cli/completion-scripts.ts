/** Scripts that complete `skep` in a shell, from the table of its commands. */
import type { CompletedCommand, CompletedOption, Values } from './completion-table.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionScript(shell: Shell, table: readonly CompletedCommand[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](table);
}

/**
 * Which command is written so far, as `at`, how many other words follow it, as `count`, and the manifest, as `file`: the
 * same lines for both shells of the Bourne kind.
 * @param words  the array of all words, `first` the index behind the program, `end` the index of the word at the cursor
 */
function place(table: readonly CompletedCommand[], words: string, first: string, end: string): string {
  const verbs = table.flatMap(({ path, verbs: all }) => all.map(({ name }) => `'${path} ${name}'`));
  return `  for ((i = ${first}; i < ${end}; i++)); do
    word=\${${words}[i]}
    case "$word" in
      -f|--file) file=\${${words}[i+1]}; ((i++)) ;;
      ${takingFlags(table).join('|')}) ((i++)) ;;
      -*) ;;
      *)
        case "$at $word" in
          ${verbs.join('|')}) at="\${at:+$at }$word"; count=0 ;;
          *) ((++count)) ;;
        esac ;;
    esac
  done`;
}

/** All flags behind which a value stands as a word of its own; the manifest's is looked at besides. */
function takingFlags(table: readonly CompletedCommand[]): readonly string[] {
  const all = table.flatMap(({ options }) => options.filter(({ takes }) => takes).flatMap(({ flags }) => flags));
  return [...new Set(all)].filter((flag) => flag !== '-f' && flag !== '--file');
}

/** How a shell offers words, names of the manifest, and files. */
interface Dialect {
  readonly words: (words: readonly string[]) => string;
  readonly names: (of: string) => string;
  readonly files: string;
  readonly verbs: (verbs: CompletedCommand['verbs']) => string;
}

/** The part that differs by command, which both shells of the Bourne kind write in the same way. */
function cases(table: readonly CompletedCommand[], dialect: Dialect): string {
  return table.map((command) => oneCase(command, dialect)).join('\n');
}

function oneCase({ path, verbs, options, args, repeats }: CompletedCommand, dialect: Dialect): string {
  const values = flagCases(options, dialect);
  const flags = options.flatMap((option) => option.flags.filter((flag) => flag.startsWith('--')));
  const last = args.length - 1;
  const positions = args.flatMap((arg, index) => {
    const offer = offered(arg, dialect);
    return offer === ':' ? [] : [`        ${index}${repeats && index === last ? '|*' : ''}) ${offer} ;;`];
  });
  return [
    `    '${path}')`,
    '      case "$prev" in',
    ...values,
    '      esac',
    `      if [[ $cur == -* ]]; then ${dialect.words(flags)}; return; fi`,
    ...(verbs.length === 0 ? [] : [`      ${dialect.verbs(verbs)}`]),
    ...(positions.length === 0 ? [] : ['      case "$count" in', ...positions, '      esac']),
    '      ;;',
  ].join('\n');
}

/** Those of which nothing is known end it too: what stands behind them is no command. */
function flagCases(options: readonly CompletedOption[], dialect: Dialect): readonly string[] {
  const byOffer = new Map<string, string[]>();
  for (const { flags, takes, values } of options) {
    if (!takes) continue;
    const offer = offered(values, dialect);
    byOffer.set(offer, [...(byOffer.get(offer) ?? []), ...flags]);
  }
  return [...byOffer].map(([offer, flags]) => `        ${flags.join('|')}) ${offer}; return ;;`);
}

function offered(values: Values, dialect: Dialect): string {
  if (values === null) return ':';
  if (values.kind === 'files') return dialect.files;
  return values.kind === 'names' ? dialect.names(values.of) : dialect.words(values.words);
}

function bashScript(table: readonly CompletedCommand[]): string {
  const body = cases(table, {
    words: (words) => `_skep_offer '${words.join(' ')}'`,
    names: (of) => `_skep_offer "$(_skep_names ${of})"`,
    files: '_skep_files',
    verbs: (verbs) => `_skep_offer '${verbs.map(({ name }) => name).join(' ')}'`,
  });
  return `# Completion of skep for bash. To have it: source <(skep completion bash)

_skep_names() {
  skep \${file:+-f "$file"} completion names "$1" 2>/dev/null
}

# Words with what is written; behind a comma the next of a list.
_skep_offer() {
  local before=''
  case "$cur" in *,*) before=\${cur%,*}, ;; esac
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${cur##*,}"))
}

_skep_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$cur"))
}

_skep() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} at='' file='' count=0 i word
  COMPREPLY=()
  # \`--state=dead\` is three words here.
  if [[ $cur == '=' ]]; then cur=''
  elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
${place(table, 'COMP_WORDS', '1', 'COMP_CWORD')}
  case "$at" in
${body}
  esac
}

complete -F _skep skep
`;
}

function zshScript(table: readonly CompletedCommand[]): string {
  const body = cases(table, {
    words: (words) => `_skep_offer ${words.join(' ')}`,
    names: (of) => `_skep_offer $(_skep_names ${of})`,
    files: '_files',
    verbs: (verbs) => {
      const described = verbs.map(({ name, does }) => quoted(`${name}:${does}`)).join(' ');
      return `offers=(${described}); _describe command offers`;
    },
  });
  return `#compdef skep
# Completion of skep for zsh. To have it: source <(skep completion zsh), behind compinit

_skep_names() {
  skep \${file:+-f "$file"} completion names "$1" 2>/dev/null
}

# Words with what is written; behind a comma the next of a list.
_skep_offer() {
  compset -P '*,'
  compadd -- "$@"
}

_skep() {
  local cur=\${words[CURRENT]} prev=\${words[CURRENT-1]} at='' file='' count=0 i word
  local -a offers
  if [[ $cur == --*=* ]]; then
    prev=\${cur%%=*}
    cur=\${cur#*=}
    compset -P '*='
  fi
${place(table, 'words', '2', 'CURRENT')}
  case "$at" in
${body}
  esac
}

if [[ \${funcstack[1]} == _skep ]]; then _skep "$@"; else compdef _skep skep; fi
`;
}

const FISH_HELPERS = `# Whether that command is written, and, where a number is given, whether so many words follow it, or at least so many.
function __skep_is
    __skep_place
    test "$__skep_at" = $argv[1]; or return 1
    set -q argv[2]; or return 0
    if string match -q -- '*+' $argv[2]
        test $__skep_count -ge (string trim -c + -- $argv[2])
    else
        test $__skep_count = $argv[2]
    end
end

function __skep_names
    __skep_place
    skep $__skep_file completion names $argv[1] 2>/dev/null
end

# Words with what is written; behind a comma the next of a list.
function __skep_list
    set -l before (commandline -ct | string replace -r -- '^--[^=]*=' '' | string match -r -- '.*,')
    for word in $argv
        echo "$before$word"
    end
end
`;

function fishScript(table: readonly CompletedCommand[]): string {
  const verbs = table.flatMap(({ path, verbs: all }) => all.map(({ name }) => `${path} ${name}`));
  return `# Completion of skep for fish. To have it: skep completion fish | source

# Sets which command is written so far, how many other words follow it, and the manifest.
function __skep_place
    set -g __skep_at ''
    set -g __skep_count 0
    set -g __skep_file
    set -l skip 0
    set -l take 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            test $take = 1; and set -g __skep_file -f $word
            set skip 0
            set take 0
        else if contains -- $word -f --file
            set skip 1
            set take 1
        else if contains -- $word ${takingFlags(table).join(' ')}
            set skip 1
        else if not string match -q -- '-*' $word
            if contains -- "$__skep_at $word" ${verbs.map(quoted).join(' ')}
                set -g __skep_at (string trim "$__skep_at $word")
                set -g __skep_count 0
            else
                set -g __skep_count (math $__skep_count + 1)
            end
        end
    end
end

${FISH_HELPERS}
complete -c skep -f
${table.flatMap(fishLines).join('\n')}
`;
}

function fishLines({ path, verbs, options, args, repeats }: CompletedCommand): readonly string[] {
  const is = (position?: string): string =>
    `-n ${quoted(`__skep_is '${path}'${position === undefined ? '' : ` ${position}`}`)}`;
  return [
    ...verbs.map(({ name, does }) => `complete -c skep ${is('0')} -a ${name} -d ${quoted(does)}`),
    ...args.flatMap((arg, index) => {
      const offer = fishOffer(arg);
      const position = `${index}${repeats && index === args.length - 1 ? '+' : ''}`;
      return offer === '' ? [] : [`complete -c skep ${is(position)} ${offer}`];
    }),
    ...options.map(({ flags, does, takes, values }) => {
      const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
      const value = takes ? ` -r ${fishOffer(values)}`.trimEnd() : '';
      return `complete -c skep ${is()} ${names.join(' ')}${value} -d ${quoted(does)}`;
    }),
  ];
}

function fishOffer(values: Values): string {
  if (values === null) return '';
  if (values.kind === 'files') return '-F';
  const words = values.kind === 'names' ? `(__skep_names ${values.of})` : values.words.join(' ');
  return `-a ${quoted(`(__skep_list ${words})`)}`;
}

/** In single quotes, as all three shells read it; a quote itself becomes another sign, for no text needs it. */
function quoted(text: string): string {
  if (!text.includes("'")) return `'${text}'`;
  return `"${text.replaceAll(/["\\$`]/g, '\\$&')}"`;
}
