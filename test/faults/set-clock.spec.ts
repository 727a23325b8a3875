/**
 * T07: the wall clock is really set, under a process that runs (libfaketime): forward and back, by a second, an hour and
 * ten years, during start, run and stop. On SQLite that is the clock of the host; on Redis that of one process, while
 * the one of Redis is right. (libfaketime does not run under Debian's redis-server: it and jemalloc wait for each
 * other. Cursors that a wrong clock of Redis has left are in test/conformance/schedules.ts.)
 */
import { strict as assert } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineHarness } from '../conformance/harness.ts';
import { prefixedStore } from '../support/engine-redis.ts';
import { ENGINES } from '../support/engines.ts';
import { BASIC, Project } from '../support/project.ts';
import { RedisServer } from '../support/redis-server.ts';
import { findFaketime, SetClock } from '../support/set-clock.ts';
import { SkepProcess } from '../support/skep-process.ts';
import { waitFor } from '../support/wait-for.ts';

const TEST_MS = 180_000;
const FULL = process.env['SKEP_FULL'] !== undefined;
const SHIFTS = [
  ['a second', 1],
  ['an hour', 3_600],
  ['ten years', 10 * 365 * 24 * 3_600],
] as const;
const MENDED = 'the store said that ticks of the future are decided: a clock was wrong. The schedules go on from now';

interface Place {
  readonly name: string;
  readonly engine: 'sqlite' | 'redis';
}

const PLACES: readonly Place[] = [
  { name: 'the clock of the host, on sqlite', engine: 'sqlite' },
  { name: 'the clock of a process on redis', engine: 'redis' },
];

for (const place of PLACES.filter(({ engine }) => ENGINES.some(({ name }) => name === engine))) {
  describe(`T07 ${place.name} is set`, function () {
    this.timeout(TEST_MS);
    let folder: string;
    let clock: SetClock;
    let server: RedisServer | undefined;
    let project: Project;
    let processes: SkepProcess[];

    before(function () {
      if (findFaketime() === null) this.skip();
    });

    beforeEach(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'skep-clock-'));
      clock = new SetClock(folder);
      processes = [];
      if (place.engine === 'redis') server = await RedisServer.start();
      project = await Project.create({ harness: harnessOf() });
      await project.write(`${BASIC}
schedules:
  interval: { task: work, every: 1s, payload: { do: ok, effects: ${folder}/interval } }
  calendar: { task: work, cron: "* * * * * *", payload: { do: ok, effects: ${folder}/calendar } }
`);
    });

    afterEach(async () => {
      await Promise.all(processes.map((one) => one.kill()));
      await project.dispose();
      await server?.stop();
      server = undefined;
      await rm(folder, { recursive: true, force: true });
    });

    function harnessOf(): EngineHarness {
      const harness = ENGINES.find(({ name }) => name === place.engine);
      if (harness === undefined) throw new Error(`no engine ${place.engine}`);
      const url = server?.url;
      return url === undefined ? harness : { ...harness, newStore: () => Promise.resolve(prefixedStore(url)) };
    }

    function spawn(): SkepProcess {
      const one = new SkepProcess(['run'], { cwd: project.folder, env: clock.env() });
      processes.push(one);
      return one;
    }

    async function runs(name: string): Promise<number> {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line.startsWith('end ')).length;
    }

    /** Both schedules fire, three times each from now on, and a job with a delay runs. */
    async function works(url: string, what: string): Promise<void> {
      for (const name of ['interval', 'calendar']) {
        const before = await runs(name);
        await waitFor(`${name} to fire ${what}`, async () => (await runs(name)) >= before + 3);
      }
      const body = JSON.stringify({ payload: { do: 'ok', effects: `${folder}/delayed` }, options: { delay: 300 } });
      const before = await runs('delayed');
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/tasks/work/jobs`, { method: 'POST', headers, body });
      assert.equal(answer.status, 202, await answer.text());
      await waitFor(`a delayed job to run ${what}`, async () => (await runs('delayed')) > before);
      assert.equal((await fetch(`${url}/readyz`)).status, 200);
    }

    for (const [index, [name, seconds]] of SHIFTS.entries()) {
      for (const direction of [1, -1]) {
        const way = direction > 0 ? 'forward' : 'back';
        // Each time of a process' life on one of the places; on both with SKEP_FULL=1.
        const running = ((index % 2 === 0) === (place.engine === 'sqlite')) === direction > 0;
        if (FULL || running) whileItRuns(name, way, direction * seconds);
        if (FULL || !running) asItStarts(name, way, direction * seconds);
      }
    }

    function whileItRuns(name: string, way: string, offset: number): void {
      it(`${way} by ${name} and to where it was, while it runs and as it stops`, async () => {
        const one = spawn();
        const url = await one.ready();
        await works(url, 'at first');
        clock.set(offset);
        await works(url, `after the clock was set ${way}`);
        clock.set(0);
        await works(url, 'after the clock was right again');
        const late = one.log().filter(({ msg }) => msg === MENDED).length;
        assert.equal(late > 0, Math.abs(offset) > 60 && place.engine === 'sqlite', one.stderr);
        clock.set(offset);
        one.signal('SIGTERM');
        assert.equal((await one.ended).code, 0);
      });
    }

    function asItStarts(name: string, way: string, offset: number): void {
      it(`${way} by ${name} as it starts, on a store of the time before`, async () => {
        const first = spawn();
        await works(await first.ready(), 'at first');
        first.signal('SIGTERM');
        assert.equal((await first.ended).code, 0);
        const second = spawn();
        clock.set(offset);
        await works(await second.ready(), 'after the start');
      });
    }
  });
}
