/** What the specs of the dashboard look at. */
import type { JobView } from '../../src/api/index.ts';
import type { Stage } from '../support/stage.ts';

export const SHOP = `
admin: { port: 0 }
defaults: { retry: once }
retryPolicies: { once: { maxAttempts: 1, backoff: { type: list, delays: [1s] } } }
tasks:
  works: { description: Works., handler: ./handlers/shop.ts#works }
  fails: { description: Fails., handler: ./handlers/shop.ts#fails }
`;

export const shopHandlers = `
export async function works(payload: object, ctx: any) {
  ctx.progress(1, 2, 'half');
  ctx.log('begun');
  return { given: payload };
}
export async function fails() {
  throw Object.assign(new Error('the connection was reset'), { code: 'ECONNRESET' });
}
`;

interface Starting {
  readonly manifest?: string;
  readonly handlers?: string;
  /** Of `skep run`. */
  readonly args?: readonly string[];
}

/** @returns where a real `skep run` answers */
export async function started(
  here: Stage,
  { manifest = SHOP, handlers = shopHandlers, args = [] }: Starting = {},
): Promise<string> {
  await here.project.write(manifest);
  await here.project.writeHandler('shop.ts', handlers);
  return here.spawn(['run', '--port', '0', ...args]).ready();
}

async function asked<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as T;
}

/** @returns the id of the new job */
export async function enqueue(url: string, payload: object, task: string): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ payload });
  return (await asked<{ id: string }>(`${url}/api/tasks/${task}/jobs`, { method: 'POST', headers, body })).id;
}

export function finished(url: string, id: string): Promise<JobView> {
  return asked(`${url}/api/jobs/${id}?wait=60s`);
}

/** @returns the id of the new run */
export async function begun(url: string, workflow: string, input: object = {}): Promise<string> {
  const headers = { 'Content-Type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify({ input }) };
  return (await asked<{ id: string }>(`${url}/api/workflows/${workflow}/runs`, init)).id;
}

export async function signalled(url: string, run: string, signal: string): Promise<void> {
  const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: 'null' };
  await asked(`${url}/api/runs/${run}/signals/${signal}`, init);
}
