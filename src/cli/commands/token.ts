import { createHash } from 'node:crypto';
import { type Command, Option } from 'commander';
import { SCRYPT_COST, scrypted, scryptText } from '../../core/index.ts';
import { secretBytes, SkepError } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { readAll } from '../given-file.ts';

interface TokenFlags {
  readonly name: string;
  readonly role: string;
}

/** As the manifest's schema has them; whoever starts a command does not wait for it. */
const ROLES = ['viewer', 'operator', 'admin'];
const MAX_PASSWORD = 1_024;
const MIN_PASSWORD = 8;

export function registerToken(program: Command, exit: ExitSlot): void {
  const token = program.command('token').description('tokens of the API: make one, or the hash of one');
  const lined = (command: Command): Command =>
    command
      .option('--name <name>', 'whose it is', 'ops')
      .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('viewer'));
  const fresh = lined(token.command('new').description('print a new token, and the line of its hash for the manifest'));
  onCall<TokenFlags>(fresh, exit, async ({ printer }, _args, flags) => {
    const made = secretBytes(32).toString('base64url');
    const line = lineOf(flags, `sha256:${createHash('sha256').update(made).digest('hex')}`);
    await printer.value({ token: made, line }, [made, `under admin.tokens: ${line}`]);
    return undefined;
  });
  const hash = lined(token.command('hash').description('print the line for a password that is read from stdin'));
  onCall<TokenFlags>(hash, exit, async ({ printer, terminal }, _args, flags) => {
    const password = (await readAll(terminal.stdin, MAX_PASSWORD)).toString().replace(/\r?\n$/, '');
    if (password.length < MIN_PASSWORD) {
      throw new SkepError('USAGE', `a password has at least ${MIN_PASSWORD} characters; it is read from stdin`);
    }
    const salt = secretBytes(16);
    const line = lineOf(flags, scryptText(SCRYPT_COST, salt, await scrypted(password, salt, SCRYPT_COST)));
    await printer.value({ line }, [`under admin.tokens: ${line}`]);
    return undefined;
  });
}

function lineOf({ name, role }: TokenFlags, secret: string): string {
  return `- { name: ${name}, role: ${role}, secret: "${secret}" }`;
}
