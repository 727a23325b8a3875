/** The example as somebody would run it: a copy of jobs.yaml and handlers/ in a folder of its own, `skep run` a child process. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import Database from 'libsql';

import type { JobView, RunView } from '../../src/api/index.ts';
import type { EngineHarness, TestStore } from '../conformance/harness.ts';
import { Receiver } from '../support/receiver.ts';
import { SkepProcess } from '../support/skep-process.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** Whatever the API answered as JSON: the members that the tests look at. */
export interface Answer {
  readonly id: string;
  readonly message: string;
  readonly task_id: string;
  readonly count: number;
  readonly code: string;
  readonly violations: readonly { readonly pointer: string }[];
  readonly workers: readonly { readonly roles: readonly string[] }[];
  readonly jobs: readonly JobView[];
}

export class Shop {
  readonly #folder: string;
  readonly #store: TestStore;
  readonly #processes: SkepProcess[] = [];
  /** Where the accounting department is told of payments. */
  readonly accounting = new Receiver();
  #url = '';

  private constructor(folder: string, store: TestStore) {
    this.#folder = folder;
    this.#store = store;
  }

  /** The manifest is the example's own, but for the place of the store, a short lease and a free port. */
  static async open(harness: EngineHarness): Promise<Shop> {
    const folder = await mkdtemp(path.join(tmpdir(), 'skep-shop-'));
    const store = await harness.newStore();
    const engine = JSON.stringify({ type: harness.name, ...store.address, lease: '4s' });
    const text = await readFile(path.join(ROOT, 'jobs.yaml'), 'utf8');
    const own = text.replace(/^engine: .*$/m, `engine: ${engine}\nadmin: { port: 0 }`);
    if (own === text) throw new Error('the line `engine:` of jobs.yaml has changed its form');
    await writeFile(path.join(folder, 'jobs.yaml'), own);
    await cp(path.join(ROOT, 'handlers'), path.join(folder, 'handlers'), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    await mkdir(path.join(folder, 'data'));
    const shop = new Shop(folder, store);
    await shop.accounting.start();
    return shop;
  }

  /** Starts one more process and talks to it from now on, when it has the API. */
  async start(...args: readonly string[]): Promise<SkepProcess> {
    const env = { SHOP_DATA: this.#data(), ACCOUNTING_URL: `${this.accounting.url}/payments` };
    const one = new SkepProcess(['run', ...args], { cwd: this.#folder, env });
    this.#processes.push(one);
    const url = await one.ready();
    if (url !== '') this.#url = url;
    return one;
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((one) => one.kill()));
    await this.accounting.stop();
    await this.#store.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async call(
    method: string,
    route: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: Answer }> {
    const response = await fetch(`${this.#url}${route}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  /** @returns the status of an answer that goes on for ever */
  async streams(route: string): Promise<number> {
    const response = await fetch(`${this.#url}${route}`);
    await response.body?.cancel();
    return response.status;
  }

  /** @returns the id of the new job */
  async enqueue(task: string, payload: unknown): Promise<string> {
    const { body } = await this.call('POST', `/api/tasks/${task}/jobs`, { payload });
    return body.id;
  }

  /** Waits until the job is finished. */
  async finished(id: string): Promise<JobView> {
    for (;;) {
      const { status, body } = await this.call('GET', `/api/jobs/${id}?wait=60s`);
      if (status !== 200) throw new Error(`job ${id}: ${JSON.stringify(body)}`);
      const job = body as unknown as JobView;
      if (job.finished) return job;
    }
  }

  /** Waits until the run is over. */
  async over(id: string): Promise<RunView> {
    for (;;) {
      const { status, body } = await this.call('GET', `/api/runs/${id}?wait=60s`);
      if (status !== 200) throw new Error(`run ${id}: ${JSON.stringify(body)}`);
      const run = body as unknown as RunView;
      if (run.finished) return run;
    }
  }

  async run(task: string, payload: unknown): Promise<JobView> {
    return this.finished(await this.enqueue(task, payload));
  }

  /** Makes a schedule's job now, as the clock would. */
  async fire(schedule: string): Promise<JobView> {
    const { body } = await this.call('POST', `/api/schedules/${schedule}/run`);
    return this.finished(body.id);
  }

  /** The messages in the outbox. */
  async outbox(): Promise<string[]> {
    const names = await readdir(path.join(this.#data(), 'outbox')).catch(() => []);
    const whole = names.filter((name) => name.endsWith('.eml'));
    return Promise.all(whole.map((name) => readFile(path.join(this.#data(), 'outbox', name), 'utf8')));
  }

  /** The lines of a report. */
  async report(name: string): Promise<string[]> {
    return (await readFile(path.join(this.#data(), 'reports', name), 'utf8')).trimEnd().split('\n');
  }

  /** A report of so many days ago. */
  async age(name: string, days: number): Promise<void> {
    const file = path.join(this.#data(), 'reports', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
    const { mtimeMs } = await stat(file);
    const then = new Date(mtimeMs - days * 86_400_000);
    await utimes(file, then, then);
  }

  /** Rows of the shop's own database. */
  rows(sql: string): unknown[] {
    const db = new Database(path.join(this.#data(), 'shop.db'), { timeout: 5_000 });
    try {
      return db.prepare(sql).all();
    } finally {
      db.close();
    }
  }

  #data(): string {
    return path.join(this.#folder, 'data');
  }
}
