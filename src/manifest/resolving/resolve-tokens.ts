import { checkPattern, matchesTask, type Scope, secretForm } from '../../core/index.ts';
import { INSTANT_FORM, parseInstant, systemClock } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Token = ExpandedSource['admin']['tokens'][number];

/** Shorter ones can be guessed by trying. */
const MIN_SECRET = 8;

export function resolveTokens(context: Resolving, tokens: readonly Token[]): void {
  for (const [index, token] of tokens.entries()) {
    const path: Path = ['admin', 'tokens', index];
    checkSecret(context, token, path);
    checkEnd(context, token, path);
    resolveScope(context, token, path);
    checkOthers(context, tokens.slice(0, index), token, path);
  }
}

/** Names that are there without being declared. */
const BUILT_IN = { queues: ['default'], tasks: [] } as const;

/** What somebody may see: patterns of names that are there. */
export function resolveScope(context: Resolving, { queues, tasks }: Scope, path: Path): void {
  for (const [key, patterns] of [['queues', queues] as const, ['tasks', tasks] as const]) {
    for (const [index, pattern] of (patterns ?? []).entries()) {
      const spot = context.combined.spot([...path, key, index]);
      const form = checkPattern(pattern);
      if (!form.ok) context.problems.add('REF_SCOPE', spot, form.message, form.hint);
      else if (![...context.combined.names(key), ...BUILT_IN[key]].some((name) => matchesTask(pattern, name))) {
        const message = `no ${key.slice(0, -1)} of this manifest comes to \`${pattern}\``;
        context.problems.add('REF_SCOPE_IDLE', spot, message);
      }
    }
  }
}

function checkSecret({ combined, problems }: Resolving, { secret }: Token, path: Path): void {
  const wrong = (message: string, hint?: string): void => {
    problems.add('REF_TOKEN', combined.spot([...path, 'secret']), message, hint);
  };
  const form = secretForm(secret);
  if (form === null) wrong('the hash cannot be read', 'write what `skep token new` or `skep token hash` printed');
  else if (secret === '') wrong('the secret is empty', 'set one, at best from the environment');
  else if (form.kind === 'plain' && secret.length < MIN_SECRET) {
    wrong(`the secret has fewer than ${MIN_SECRET} characters`);
  }
  // A token is sent in a header.
  else if (!/^[\x21-\x7e]+$/.test(secret)) wrong('the secret holds a space or a character that no header can carry');
}

function checkEnd({ combined, problems }: Resolving, { expires }: Token, path: Path): void {
  if (expires === null) return;
  const spot = combined.spot([...path, 'expires']);
  const at = parseInstant(expires);
  if (at === undefined) problems.add('REF_TOKEN', spot, `\`${expires}\` is no instant`, `write ${INSTANT_FORM}`);
  else if (at <= systemClock.now()) {
    problems.add('REF_TOKEN_ENDED', spot, 'this token has expired: nobody gets in with it', 'take it out');
  }
}

/** A name stands twice only while a token is changed: the same rights, and all but the last have an end. */
function checkOthers({ combined, problems }: Resolving, before: readonly Token[], token: Token, path: Path): void {
  const { name, secret } = token;
  const namesake = before.find((one) => one.name === name);
  if (namesake !== undefined) {
    const spot = combined.spot([...path, 'name']);
    if (rightsOf(namesake) !== rightsOf(token)) {
      problems.add('REF_TOKEN', spot, `there are two tokens named \`${name}\`, which may not do the same`);
    } else if (namesake.expires === null && token.expires === null) {
      const hint = 'give the old one `expires`, or another name';
      problems.add('REF_TOKEN', spot, `there are two tokens named \`${name}\``, hint);
    }
  }
  const same = before.find((one) => one.secret === secret && secret !== '');
  if (same) {
    problems.add('REF_TOKEN', combined.spot([...path, 'secret']), `the secret is the same as that of \`${same.name}\``);
  }
}

function rightsOf({ role, queues, tasks }: Token): string {
  return JSON.stringify([role, queues, tasks]);
}
