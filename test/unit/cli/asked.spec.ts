/** Commands that only ask: what they show a person, and what a program gets, straight on the store. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';

import { runCli } from '../../../src/cli/cli.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { engineSupport } from '../../support/engines.ts';
import { stage } from '../../support/stage.ts';

const { harness } = await engineSupport('sqlite');

const SECTIONS = `
admin: { port: 0 }
queues: { emails: { concurrency: 3 }, urgent: {} }
tasks:
  emails.send: { handler: ./handlers/fixture.ts, timeout: 10s }
  emails.check: ./handlers/fixture.ts
routes:
  tasks:
    - { match: emails.*, where: payload.big == true, queue: urgent }
    - { match: emails.*, queue: emails }
schedules:
  news: { task: emails.send, every: 1h, payload: {} }
`;

describe('commands that ask', () => {
  const scene = stage(harness);
  const real = Object.getOwnPropertyDescriptors(Terminal.prototype);
  let shown: string;

  beforeEach(async () => {
    shown = '';
    Terminal.prototype.data = (text) => void (shown += `${text}\n`);
    Terminal.prototype.say = (text) => void (shown += `${text}\n`);
    await scene.project.write(SECTIONS);
    await scene.run({ roles: ['worker'] });
  });
  afterEach(() => {
    Object.defineProperties(Terminal.prototype, { data: real.data, say: real.say });
  });

  async function asked(...args: readonly string[]): Promise<string> {
    shown = '';
    const code = await runCli(['-f', scene.project.file, ...args]);
    return `${code} ${shown}`;
  }

  it('show what needs attention, with what to do about it', async () => {
    assert.match(await asked('attention'), /^0 SEVERITY[^]*warn +- +no process fires the schedules[^]*skep run/);
    assert.match(await asked('attention', '-o', 'jsonl'), /^0 \{"severity":"warn","kind":/);
  });

  it('show routes, and why one decides', async () => {
    const list = await asked('routes', 'ls');
    assert.match(
      list,
      /emails\.\* +payload\.big == true +urgent +- +emails\.check, emails\.send|emails\.send, emails\.check/,
    );
    assert.match(
      await asked('routes', 'test', 'emails.send', '{"big":true}'),
      /^0 to the queue urgent, .*route 1 of 2 decides\n/,
    );
    assert.match(
      await asked('routes', 'test', 'emails.send', '{"big":false}'),
      /^0 to the queue emails[^]*condition[^]*decides/,
    );
    assert.match(await asked('routes', 'test', 'none'), /^3 [^]*TASK_UNKNOWN/);
  });

  it('show the manifest in force, its text, and what became of it', async () => {
    assert.match(await asked('manifest', 'show'), /^0 name: +test\n[^]*declares: +2 tasks, 3 queues, 1 schedule/);
    assert.match(await asked('manifest', 'source'), /^0 version: 1\nname: test\n/);
    assert.match(await asked('manifest', 'history'), /^0 revision 1 {2}\d{4}-[^ ]+ {2}[0-9a-f]{12} {2}by /);
  });

  it('show what another manifest would change, and write nothing', async () => {
    const draft = scene.project.path('draft.yaml');
    await writeFile(draft, scene.project.text(SECTIONS));
    assert.equal(await asked('manifest', 'draft', draft), '0 valid; it would change nothing\n');
    await writeFile(draft, scene.project.text(SECTIONS.replace('10s', '20s')));
    assert.match(await asked('manifest', 'draft', draft), /^0 valid; it would change:\n {2}tasks: .*emails\.send/);
    await writeFile(draft, scene.project.text(SECTIONS.replace('timeout', 'timeuot')));
    assert.match(
      await asked('manifest', 'draft', draft),
      /^2 [^]*SCHEMA_UNKNOWN_KEY[^]*invalid; it would be refused\n$/,
    );
    assert.match(await asked('manifest', 'draft', `${draft}.gone`), /^2 [^]*USAGE: [^]*there is no such file/);
  });

  it('show one queue, task and schedule with what stands around it', async () => {
    const queue = await asked('queues', 'show', 'emails');
    assert.match(
      queue,
      /^0 queue: +emails\n[^]*tasks: +emails\.[^]*last hour: +nothing ended\ndeclared: +\S*jobs\.yaml:\d+\n$/,
    );
    const task = await asked('tasks', 'show', 'emails.send');
    assert.match(
      task,
      /by route: +emails\.\* where payload\.big == true to urgent[^]*timeout: +.*10s[^]*schedules: +news\n/,
    );
    const schedule = await asked('schedules', 'show', 'news');
    assert.match(schedule, /^0 schedule: +news\n[^]*when: +every 1h\n[^]*next: +\d{4}-/);
    assert.equal(await asked('tasks', 'show', 'emails.send', '-o', 'name'), '0 emails.send\n');
    assert.match(await asked('queues', 'show', 'none'), /^3 [^]*QUEUE_UNKNOWN/);
  });

  it('show when schedules tick', async () => {
    const agenda = await asked('schedules', 'agenda', '--within', '4h');
    assert.match(agenda, /^0 4h from \d{4}-[^]*SCHEDULE +TICKS[^]*news +4 /);
    assert.match(await asked('schedules', 'agenda', '--within', '30d'), /^2 [^]*REQUEST_INVALID/);
    assert.match(await asked('schedules', 'agenda', '-o', 'json'), /"stepMs": \d+/);
  });
});
