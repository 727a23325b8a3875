/**
 * docs/deployment.md: the container files of a user's project. Without a container the steps of the Dockerfile are taken in a
 * folder: what COPY names must be there, what RUN does is done (but for owners, which take root), and the entry point runs.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';

import { type Block, blocksOf } from '../documentation/blocks.ts';
import { inProject } from './follow.ts';
import { install, pack, type Packed } from './package.ts';

const run = promisify(execFile);
/** DiagnosticSeverity.Error of the language server protocol. */
const ERROR = 1;
const BLOCKS = blocksOf('docs/deployment.md');
const blockOf = (file: string): Block => {
  const block = BLOCKS.find(({ notes }) => notes.split(' ').includes(`file=${file}`));
  assert.ok(block, file);
  return block;
};

interface Service {
  readonly command?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
}

describe('the container files of docs/deployment.md', () => {
  let packed: Packed;
  before(async () => {
    packed = await pack();
  });
  after(() => packed.dispose());

  it('Dockerfile has valid syntax, no rights, and a node that gets the signals', () => {
    const { text } = blockOf('Dockerfile');
    assert.deepEqual(
      validate(text).filter(({ severity }) => severity === ERROR),
      [],
    );
    for (const line of [/^USER node$/m, /^ENTRYPOINT \["node"/m, /^HEALTHCHECK /m, /^EXPOSE 8080$/m]) {
      assert.match(text, line);
    }
  });

  it('Dockerfile builds what runs, from a project as the pages make it', async () => {
    await inProject(packed, async (project) => {
      await makeProject(project, path.basename(packed.tarball), packed.tarball);
      const image = path.join(path.dirname(project), 'image');
      await mkdir(image);
      const steps = stepsOf(blockOf('Dockerfile').text);
      for (const [name, rest] of steps) {
        if (name === 'COPY') await copies(project, image, rest.split(/\s+/));
        if (name === 'RUN') await runs(image, rest);
      }
      const start = steps.filter(([name]) => name === 'ENTRYPOINT').map(([, rest]) => JSON.parse(rest) as string[]);
      const [command = '', ...args] = start.at(-1) ?? [];
      const env = { PATH: process.env['PATH'], SKEP_OPS_TOKEN: 't'.repeat(32), REDIS_URL: 'redis://redis:6379' };
      const { stdout } = await run(command, [...args, 'check'], { cwd: image, env });
      assert.match(stdout, /^valid jobs\.yaml: 1 task, /);
      // The container's own arguments: all addresses, which only tokens allow.
      const cmd = JSON.parse(steps.findLast(([name]) => name === 'CMD')?.[1] ?? '[]') as string[];
      const burst = [...cmd, '--burst', '--only', 'worker,api', '--port', '0'];
      await run(command, [...args, ...burst], { cwd: image, env: { ...env, REDIS_URL: '' } });
    });
  });

  it('compose.yaml has one service per role, probes where the manifest says, and waits for a drain', () => {
    const { services } = parse(blockOf('compose.yaml').text, { merge: true }) as { services: Record<string, Service> };
    const { health } = parse(blockOf('deploy/tokens.yaml').text) as { health: { port: number } };
    for (const role of ['api', 'scheduler', 'worker']) {
      assert.equal(services[role]?.command?.slice(0, 3).join(' '), `run --only ${role}`);
      assert.equal(services[role].environment?.['REDIS_URL'], 'redis://redis:6379');
    }
    for (const role of ['scheduler', 'worker'])
      assert.match(String(services[role]?.healthcheck?.test?.join(' ')), new RegExp(`:${health.port}/healthz`));
  });
});

/** As installation and the page have it: the tarball inside of the project, `deploy/` beside the manifest. */
async function makeProject(project: string, name: string, tarball: string): Promise<void> {
  await cp(tarball, path.join(project, name));
  await run('npm', ['init', '-y'], { cwd: project });
  await install(project, name);
  // npm's; a linked installation has none.
  await writeFile(path.join(project, 'package-lock.json'), '{}', { flag: 'a' });
  const piece = BLOCKS.find(({ text }) => text.startsWith('include:'));
  await writeFile(
    path.join(project, 'jobs.yaml'),
    `version: 1\nname: hello\n${piece?.text}\ntasks: { greet: ./handlers/greet.js }\n`,
  );
  for (const folder of ['deploy', 'handlers']) await mkdir(path.join(project, folder));
  await writeFile(path.join(project, 'handlers/greet.js'), 'module.exports = ({ name }) => `Hello, ${name}!`;\n');
  await writeFile(path.join(project, 'deploy/tokens.yaml'), `${blockOf('deploy/tokens.yaml').text}\n`);
}

/** @returns instructions in order: name and what follows */
function stepsOf(dockerfile: string): (readonly [string, string])[] {
  const lines = dockerfile.replaceAll(/\\\n\s*/g, '').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]);
}

/** As COPY does: a folder's content, files into a folder that ends in a slash; a pattern may match none. */
async function copies(project: string, image: string, words: readonly string[]): Promise<void> {
  const to = path.join(image, words.at(-1) ?? '');
  for (const pattern of words.slice(0, -1)) {
    // A path that is not there fails, as COPY does.
    const found = pattern.startsWith('*')
      ? (await readdir(project)).filter((name) => name.endsWith(pattern.slice(1)))
      : [pattern];
    for (const file of found) {
      const target = to.endsWith('/') ? path.join(to, path.basename(file)) : to;
      await cp(path.join(project, file), target, { recursive: true });
    }
  }
}

async function runs(image: string, command: string): Promise<void> {
  if (command === 'npm ci --omit=dev') {
    const { dependencies } = JSON.parse(await readFile(path.join(image, 'package.json'), 'utf8')) as {
      dependencies: { skep: string };
    };
    // From what the image holds, or not at all.
    await install(image, dependencies.skep.replace(/^file:/, ''));
    return;
  }
  assert.match(command, /^mkdir \w+ && chown node:node \w+$/);
  await mkdir(path.join(image, command.split(' ')[1] ?? ''));
}
