import { Worker } from 'node:worker_threads';

/**
 * Starts a thread from a module of this house, in whichever language the house runs: built JavaScript, or
 * TypeScript under tsx, whose loader Node 20 does not hand on to threads.
 *
 * @param beside   `import.meta.url` of the caller
 * @param name     the module's file name beside the caller, without extension
 * @param data     what the thread finds in `workerData`
 */
export function startThread(beside: string, name: string, data: unknown): Worker {
  const typescript = beside.endsWith('.ts');
  const module = new URL(`./${name}.${typescript ? 'ts' : 'js'}`, beside);
  return new Worker(module, { workerData: data, ...(typescript && { execArgv: ['--import', tsxLoader()] }) });
}

function tsxLoader(): string {
  const code = `import { register } from ${JSON.stringify(import.meta.resolve('tsx/esm/api'))}; register();`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
