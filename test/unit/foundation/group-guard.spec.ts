/** Whom a process that is killed leaves behind while it starts a program. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { door, LOADING } from '../../support/built.ts';
import { waitFor } from '../../support/wait-for.ts';

/** Killed before it has told of its program: as where the system lets the program run first. */
const KILLED = (file: string, told: boolean): string => `
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
const { groupGuard } = await import(${JSON.stringify(door('foundation'))});
const mark = groupGuard.expect();
const program = 'echo $$ > ${file}; sleep 600 & wait';
const child = spawn('/bin/sh', ['-c', program], { detached: true, env: { PATH: process.env.PATH, ...mark }, stdio: 'ignore' });
if (${told}) groupGuard.enter(child.pid);
setInterval(() => existsSync(${JSON.stringify(file)}) && process.kill(process.pid, 'SIGKILL'), 5);
`;

const hasProc = existsSync('/proc/self/environ');

describe('the guard of process groups', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'skep-guard-'))));
  afterEach(() => rm(folder, { recursive: true }));

  for (const told of [true, false]) {
    it(`ends a program ${told ? 'that it was told of' : 'whose start was under way'} when its process is killed`, async function () {
      if (!told && !hasProc) this.skip();
      const file = path.join(folder, 'pid');
      const parent = spawn(process.execPath, [...LOADING, '--input-type=module', '-e', KILLED(file, told)], {
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      await once(parent, 'exit');
      const pid = Number(
        await waitFor('its number', async () => (await readFile(file, 'utf8').catch(() => '')).trim()),
      );
      await waitFor('its end', () => !runs(pid));
      assert.equal(runs(pid), false);
    });
  }
});

/** What is dead and not reaped runs no more. */
function runs(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return !isDead(pid);
  } catch {
    return false;
  }
}

function isDead(pid: number): boolean {
  return hasProc && !existsSync(`/proc/${pid}/exe`);
}
