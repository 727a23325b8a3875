/**
 * Ends commands, and what processes of a pool have started, when this process can no longer do so, for it was killed. A shell of its
 * own waits at a pipe from here, and is told of each group that runs; when the pipe breaks, however this process went, it ends the groups that are left.
 */
import { type ChildProcess, spawn } from 'node:child_process';

import { outside } from './outside.ts';

/** How long they are left after SIGTERM, in seconds. */
const GRACE = 5;

/**
 * Looks each second which groups there still are: a number that is given anew meanwhile must not be met.
 * The numbers stand between spaces, so that one can be taken out of the others.
 */
const SCRIPT = `
groups=' '
while read -r verb group; do
  case $verb in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s TERM -- "-$group" 2>/dev/null; done
tries=${GRACE * 10}
while [ $tries -gt 0 ]; do
  left=
  for group in $groups; do kill -s 0 -- "-$group" 2>/dev/null && left="$left $group"; done
  groups=$left
  [ -z "$groups" ] && exit 0
  sleep 0.1 || sleep 1
  tries=$((tries - 1))
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

class GroupGuard {
  readonly #groups = new Set<number>();
  #shell: ChildProcess | undefined;

  /** To be called before a group is started, so that it can be told of it without delay. */
  stand(): void {
    if (this.#shell === undefined) this.#start();
  }

  /** @param group its number: that of the process that leads it */
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
