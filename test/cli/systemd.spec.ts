/** `skep systemd`: what systemd itself says of the unit, and that its numbers are those of the manifest. */
import { strict as assert } from 'node:assert';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_TIMINGS } from '../../src/engine/index.ts';
import { STOP_REST_MS } from '../../src/cli/systemd-unit.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { skep, type SkepResult } from '../support/skep-process.ts';
import { stage } from '../support/stage.ts';
import { hasSystemd } from '../support/systemd.ts';

const STOPS = BASIC.replace(', shutdownTimeout: 5s', '');

const [harness] = ENGINES;
if (harness !== undefined) {
  describe('skep systemd', () => {
    const scene = stage(harness, { lease: '45s' });

    const printed = (...args: string[]): Promise<SkepResult> => scene.spawn(['systemd', ...args]).ended;

    /** What systemd has to say against a unit. */
    function complaints(unit: string, ...args: string[]): string {
      const folder = scene.project.path('units');
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, 'jobs.service');
      writeFileSync(file, unit);
      const env = { ...process.env, XDG_RUNTIME_DIR: folder };
      const { status, stderr } = spawnSync('systemd-analyze', [...args, 'verify', file], { encoding: 'utf8', env });
      return status === 0 ? stderr : `${status}: ${stderr}`;
    }

    const settings = (unit: string): Map<string, string> =>
      new Map([...unit.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

    it('prints what systemd takes, for the system and for a user', async function () {
      if (!hasSystemd()) return this.skip();
      await scene.project.write(STOPS);
      for (const args of [[], ['--only', 'worker,scheduler', '-q', 'default', '-c', '5', '--port', '8082']]) {
        const unit = (await printed(...args)).stdout;
        assert.equal(complaints(unit), '', unit);
        const own = (await printed('--user', ...args)).stdout;
        assert.equal(complaints(own, '--user'), '', own);
      }
      const unit = (await printed()).stdout;
      assert.match(complaints(unit.replace('KillMode=mixed', 'KillMode=mixd')), /Failed to parse kill mode/);
    });

    it('takes its times from the manifest', async () => {
      await scene.project.write(`${STOPS}shutdown: { warm: 2m, soft: 1500ms }\n`);
      const unit = settings((await printed()).stdout);
      assert.equal(unit.get('TimeoutStopSec'), `${Math.ceil((120_000 + 1_500 + STOP_REST_MS) / 1_000)}`);
      assert.equal(unit.get('WatchdogSec'), `${DEFAULT_TIMINGS.blockedLimitMs / 1_000 + 45}`);
      await scene.project.write(STOPS);
      assert.equal(settings((await printed()).stdout).get('TimeoutStopSec'), `${30 + STOP_REST_MS / 1_000}`);
    });

    it('names a command that runs, with what it was told', async () => {
      await scene.project.write(BASIC);
      const told = [
        '--only',
        'worker',
        '-q',
        'default',
        '-x',
        'other',
        '-c',
        '7',
        '--strategy',
        'strict',
        '--port',
        '0',
      ];
      const { stdout } = await printed(...told);
      const start = settings(stdout).get('ExecStart') ?? '';
      const flags = '--only worker --queues default --exclude other --concurrency 7 --strategy strict --port 0';
      assert.ok(start.endsWith(` run --file ${scene.project.file} ${flags}`), start);
      // As systemd splits such a line: there is nothing to unquote in this one.
      const [program = '', ...args] = start.replace('--queues default --exclude other', '-q default').split(' ');
      const burst = execFileSync(program, [...args, '--burst'], {
        cwd: '/',
        env: {},
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      assert.equal(burst.toString(), '');
    });

    it('takes folders with odd names, whose variables it finds in .env', async function () {
      if (!hasSystemd()) return this.skip();
      const folder = scene.project.path('my jobs 100% of $HOME "now"');
      mkdirSync(folder);
      writeFileSync(path.join(folder, '.env'), 'STORE=sqlite::memory:\n');
      const manifest = 'version: 1\nname: odd\nengine: ${STORE}\ntasks: { work: ./work.js }\n';
      writeFileSync(path.join(folder, 'jobs.yaml'), manifest);
      const { stdout, stderr } = await skep(['systemd'], { cwd: folder });
      assert.equal(complaints(stdout), '', stderr);
      const unit = settings(stdout);
      const escaped = folder.replace('100%', '100%%');
      assert.equal(unit.get('WorkingDirectory'), escaped);
      assert.equal(unit.get('EnvironmentFile'), `-${escaped}/.env`);
      const word = escaped.replace('$HOME', '$$$$HOME').replaceAll('"', '\\"');
      assert.ok(unit.get('ExecStart')?.endsWith(` run --file "${word}/jobs.yaml"`), unit.get('ExecStart'));
    });

    it('says under which account, and refuses what no unit can say', async () => {
      await scene.project.write(BASIC);
      assert.equal(settings((await printed('--as', 'shop')).stdout).get('User'), 'shop');
      const own = await printed('--user', '--name', 'mine');
      assert.deepEqual(
        [settings(own.stdout).has('User'), settings(own.stdout).get('WantedBy')],
        [false, 'default.target'],
      );
      assert.match(own.stderr, /for ~\/\.config\/systemd\/user\/mine\.service; then systemctl --user daemon-reload/);
      assert.equal((await printed('--user', '--as', 'shop')).code, 2);
      assert.equal((await printed('--name', 'a\nExecStart=/bin/false')).code, 2);
      await scene.project.write('tasks: 1');
      const broken = await printed();
      assert.deepEqual([broken.code, broken.stdout], [2, '']);
    });
  });
}
