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
  const execArgv = typescript ? ['--import', tsxLoader()] : ownArgs(process.execArgv);
  return new Worker(module, { workerData: data, resourceLimits: limits, ...(execArgv !== null && { execArgv }) });
}

/** What names modules to be loaded first, and how names are resolved; each has a value. */
const LOADING: ReadonlySet<string> = new Set([
  ...['--import', '--require', '-r', '--loader', '--experimental-loader', '--conditions', '-C'],
]);

/**
 * A thread inherits what its process was begun with. `--input-type`, of a program that came as text, ends it at once,
 * since the module of a thread is a file; of the rest only those are handed on then that Node takes for a thread.
 * @param given arguments of Node, not of the program
 * @returns null: it may inherit them
 */
export function ownArgs(given: readonly string[]): string[] | null {
  if (!given.some((arg) => arg.startsWith('--input-type'))) return null;
  return given.flatMap((arg, index) => {
    if (LOADING.has(arg)) return given.slice(index, index + 2);
    return LOADING.has(arg.split('=', 1)[0] ?? '') ? [arg] : [];
  });
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
