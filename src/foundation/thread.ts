import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';

/**
 * Starts a thread from a module of this house, in whichever language the house runs: built JavaScript, or
 * TypeScript under tsx, whose loader Node 20 does not hand on to threads.
 *
 * @param beside   `import.meta.url` of the caller
 * @param name     the module's file name beside the caller, without extension
 * @param data     what the thread finds in `workerData`
 * @param limits   of its memory
 */
export function startThread(beside: string, name: string, data: unknown, limits: ResourceLimits = {}): Worker {
  const typescript = beside.endsWith('.ts');
  const module = new URL(`./${name}.${typescript ? 'ts' : 'js'}`, beside);
  const loader = typescript && { execArgv: ['--import', tsxLoader()] };
  return new Worker(module, { workerData: data, resourceLimits: limits, ...loader });
}

/**
 * Starts a process from a module of this house, by the same rules. Without options it has no streams; messages are its
 * only way.
 * @param beside `import.meta.url` of the caller
 * @param name   the module's file name beside the caller, without extension
 */
export function startProcess(beside: string, name: string, options: ForkOptions = {}): ChildProcess {
  const typescript = beside.endsWith('.ts');
  const module = new URL(`./${name}.${typescript ? 'ts' : 'js'}`, beside);
  return fork(fileURLToPath(module), [], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: typescript ? ['--import', tsxLoader()] : [],
    ...options,
  });
}

/**
 * The file by its place in the (exactly pinned) package: import.meta.resolve is missing where tsx has made a
 * CommonJS module of this one, and the CommonJS form of that file does not start in a thread.
 */
function tsxLoader(): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'));
  const api = new URL('./dist/esm/api/index.mjs', tsx).href;
  return `data:text/javascript,${encodeURIComponent(`import { register } from ${JSON.stringify(api)}; register();`)}`;
}
