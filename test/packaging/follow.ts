/**
 * Does what a page says, in an empty folder, block by block:
 *
 *   ```LANG file=PATH    writes the file
 *   ```sh                runs each command; `exit=2` expects that code
 *   ```sh background     starts it and waits until it is ready; it is ended with the page
 *   ```sh clone          is what pack() does with a clone: held against that
 *   ```output            what the last command must have said; … stands for anything
 *
 * Beside the project lies a clone, `../skep`, with the packed tarball by the name that npm gave it. `npm install` of it puts the
 * package where npm would (package.ts says how); any other `npm install` is npm's own. The port 8080 of the pages is a free one.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Block, blocksOf, commandsOf } from '../documentation/blocks.ts';
import { freePort } from '../support/redis-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { install, PACKING, type Packed } from './package.ts';

export async function follow(page: string, packed: Packed): Promise<void> {
  await inProject(packed, async (project) => {
    const reader = new Reader(project, packed, await freePort());
    try {
      for (const block of blocksOf(page)) await reader.does(block);
    } finally {
      await reader.ends();
    }
  });
}

/** @param use gets an empty folder, `hello`, beside a clone in which the package was packed */
export async function inProject(packed: Packed, use: (project: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'skep-page-'));
  try {
    for (const name of ['hello', 'skep']) await mkdir(path.join(folder, name));
    await copyFile(packed.tarball, path.join(folder, 'skep', path.basename(packed.tarball)));
    await use(path.join(folder, 'hello'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class Reader {
  readonly #folder: string;
  readonly #packed: Packed;
  readonly #port: number;
  readonly #running: ChildProcess[] = [];
  #said = '';

  constructor(folder: string, packed: Packed, port: number) {
    this.#folder = folder;
    this.#packed = packed;
    this.#port = port;
  }

  async does({ place, language, notes, text }: Block): Promise<void> {
    const file = /\bfile=(\S+)/.exec(notes)?.[1];
    if (file !== undefined) await this.#writes(file, text);
    else if (notes === 'clone') assert.deepEqual(commandsOf(text), PACKING, place);
    else if (language === 'output') this.#hears(place, text);
    else if (language === 'sh' && notes === 'background') await this.#starts(text);
    else if (language === 'sh' && notes !== 'check')
      await this.#runs(place, text, Number(/exit=(\d+)/.exec(notes)?.[1] ?? 0));
  }

  async ends(): Promise<void> {
    for (const child of this.#running) {
      const over = once(child, 'exit');
      // The whole group: npx and a shell stand between.
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await over;
    }
  }

  async #writes(file: string, text: string): Promise<void> {
    const at = path.join(this.#folder, file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, `${text}\n`);
  }

  #hears(place: string, text: string): void {
    const wanted = text
      .split(/[…\s]+/)
      .filter((piece) => piece !== '')
      .map((piece) => piece.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    assert.match(this.#said, new RegExp(wanted.join('[^]*?')), `${place}: it says ${this.#said}`);
  }

  async #runs(place: string, text: string, code: number): Promise<void> {
    this.#said = '';
    for (const command of commandsOf(text)) {
      if (command === `npm install ./${path.basename(this.#packed.tarball)}`) {
        await install(this.#folder, path.basename(this.#packed.tarball));
        continue;
      }
      const child = this.#spawn(command);
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      await once(child, 'close');
      assert.equal(child.exitCode, code, `${place}: ${command}\n${said}`);
      this.#said += said;
    }
  }

  async #starts(text: string): Promise<void> {
    const child = this.#spawn(`${text} --port ${this.#port}`);
    this.#running.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await waitFor(`ready: ${text}`, () => {
      if (child.exitCode !== null) throw new Error(`${text} ended: ${said}`);
      return said.includes('"ready"');
    });
  }

  #spawn(command: string): ChildProcess {
    const { PATH = '', HOME = '' } = process.env;
    return spawn('sh', ['-c', command.replaceAll('127.0.0.1:8080', `127.0.0.1:${this.#port}`)], {
      cwd: this.#folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, HOME, npm_config_update_notifier: 'false' },
    });
  }
}
