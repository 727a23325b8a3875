/**
 * Ends commands, and what processes of a pool have started, when this process can no longer do so, for it was killed. A shell of its
 * own waits at a pipe from here, and is told of each group that runs; when the pipe breaks, however this process went, it ends the groups that are left.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

import { outside } from './outside.ts';

/** How long they are left after SIGTERM, in seconds. */
const GRACE = 5;
/** Tenths of a second in which one whose start was under way is looked for. */
const STARTS = 5;
const MARK = 'SKEP_GUARD';

/**
 * Looks each tenth of a second which groups there still are: a number that is given anew meanwhile must not be met.
 * The numbers stand between spaces, so that one can be taken out of the others.
 *
 * A process that is killed while it starts a program has not told of it, and the program runs. So what is about to start is told before, by a
 * mark in its environment, and where nothing was told since, whoever bears the mark is looked for (proc(5); elsewhere nobody is found).
 */
const SCRIPT = `
groups=' '
mark=
while read -r verb word; do
  case $verb in
    '?') mark=$word ;;
    +) mark=; groups="$groups$word " ;;
    -) case $groups in *" $word "*) groups="\${groups%% $word *} \${groups#* $word }" ;; esac ;;
  esac
done
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
tries=${GRACE * 10}
while [ $tries -gt 0 ]; do
  if [ -n "$mark" ]; then
    for file in $(grep -lsaF -- "${MARK}=$mark" /proc/[0-9]*/environ 2>/dev/null); do
      group=\${file#/proc/}
      group=\${group%/environ}
      case " $groups " in *" $group "*) continue ;; esac
      kill -s TERM -- "-$group" 2>/dev/null && groups="$groups $group"
    done
    [ $tries -le ${(GRACE * 10 - STARTS).toString()} ] && mark=
  fi
  left=
  for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && left="$left $group"; done
  groups=$left
  [ -z "$groups$mark" ] && exit 0
  sleep 0.1 || sleep 1
  tries=$((tries - 1))
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

class GroupGuard {
  readonly #groups = new Set<number>();
  readonly #own = randomUUID();
  #started = 0;
  #shell: ChildProcess | undefined;

  /** To be called before a group is started that ends by itself with this process, so that it can be told of it without delay. */
  stand(): void {
    if (this.#shell === undefined) this.#start();
  }

  /**
   * The same for any other one, just before its start.
   * @returns what the environment of its first process must hold
   */
  expect(): Readonly<Record<string, string>> {
    this.stand();
    this.#started += 1;
    const mark = `${this.#own}-${this.#started}`;
    this.#shell?.stdin?.write(`? ${mark}\n`);
    return { [MARK]: mark };
  }

  /** It has started. @param group its number: that of the process that leads it */
  enter(group: number): void {
    this.#groups.add(group);
    this.#shell?.stdin?.write(`+ ${group}\n`);
  }

  leave(group: number): void {
    this.#groups.delete(group);
    this.#shell?.stdin?.write(`- ${group}\n`);
  }

  /** It must not be met by a Ctrl-C at the terminal, nor keep this process, a folder or a file system. */
  #start(): void {
    const shell = outside(() =>
      spawn('/bin/sh', ['-c', SCRIPT, 'skep-guard'], {
        cwd: '/',
        detached: true,
        env: { PATH: '/usr/bin:/bin' },
        stdio: ['pipe', 'ignore', 'ignore'],
      }),
    );
    this.#shell = shell;
    const gone = (): void => {
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.on('error', gone);
    shell.on('exit', gone);
    shell.stdin.on('error', gone);
    shell.unref();
    (shell.stdin as unknown as { unref?(): void }).unref?.();
    for (const group of this.#groups) shell.stdin.write(`+ ${group}\n`);
  }
}

/** One for the process: started with its first group. */
export const groupGuard = new GroupGuard();
