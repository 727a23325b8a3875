/** A project and the platforms that run it in this process, fresh for each test of the surrounding describe. */
import type { EngineHarness } from '../conformance/harness.ts';
import { silentLogger } from '../../src/foundation/index.ts';
import type { JobView } from '../../src/api/index.ts';
import { createPlatform, type Platform, type PlatformOptions } from '../../src/platform/index.ts';
import { fixtureState } from './handlers/fixture.ts';
import { Project } from './project.ts';
import { SkepProcess } from './skep-process.ts';
import { PATIENCE_MS } from './patience.ts';
import { waitFor } from './wait-for.ts';

export interface Stage {
  readonly project: Project;
  /** Starts a platform on the project's manifest; it is stopped after the test. */
  run(options?: Partial<PlatformOptions>): Promise<Platform>;
  /**
   * Starts `skep` in the project's folder; it is killed after the test.
   * @param redirect what a shell puts behind the command: `> /dev/full`
   */
  spawn(args: readonly string[], env?: Readonly<Record<string, string>>, redirect?: string): SkepProcess;
}

export interface StageOptions {
  readonly lease?: string;
}

export function stage(harness: EngineHarness, options: StageOptions = {}): Stage {
  let project: Project | undefined;
  let platforms: Platform[] = [];
  let processes: SkepProcess[] = [];
  beforeEach(async () => {
    fixtureState().reset();
    project = await Project.create({ harness, ...options });
  });
  afterEach(async () => {
    for (const platform of platforms) platform.hurry();
    await Promise.all([...platforms.map((platform) => platform.stop()), ...processes.map((one) => one.kill())]);
    platforms = [];
    processes = [];
    await project?.dispose();
  });
  const theProject = (): Project => {
    if (project === undefined) throw new Error('stage() is only there inside of a test');
    return project;
  };
  return {
    get project() {
      return theProject();
    },
    run: async (given = {}) => {
      const platform = await createPlatform({ file: theProject().file, env: {}, logger: silentLogger, ...given });
      platforms.push(platform);
      await platform.start();
      return platform;
    },
    spawn: (args, env = {}, redirect = '') => {
      const within = redirect === '' ? [] : ['sh', '-c', `exec "$0" "$@" ${redirect}`];
      const one = new SkepProcess(args, { cwd: theProject().folder, env, within });
      processes.push(one);
      return one;
    },
  };
}

/** Enqueues one job of the fixture task. @returns its id */
export async function enqueue(
  platform: Platform,
  payload: object,
  options: object = {},
  task = 'work',
): Promise<string> {
  const [receipt] = await platform.operations.enqueue(task, [{ payload: payload, options }]);
  return receipt?.id ?? '';
}

/** Waits until the job is finished. */
export async function finished(platform: Platform, id: string): Promise<JobView> {
  const job = await platform.operations.getJob(id, PATIENCE_MS);
  if (!job.finished) {
    // What else may have gone wrong, for whoever reads the log of a run that cannot be repeated.
    const { revision, problems } = await platform.operations.manifest();
    const queues = await platform.operations.queues();
    const seen = JSON.stringify({ job, revision, problems, queues });
    throw new Error(`job ${id} is still ${job.state} after ${PATIENCE_MS} ms: ${seen}`);
  }
  return job;
}

/** Waits until the job is in that state. */
export async function inState(platform: Platform, id: string, state: JobView['state']): Promise<JobView> {
  return waitFor(`job ${id} to be ${state}`, async () => {
    const job = await platform.operations.getJob(id);
    return job.state === state && job;
  });
}
