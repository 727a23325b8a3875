/** An executor that runs each attempt in a process of its own, for tests of the seam. What the process does says the payload. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { Execution, type Executor, type HandlerContext, type Outcome } from '../../src/core/index.ts';
import type { Json } from '../../src/foundation/index.ts';

const CHILD = `
process.on('message', ({ act, value }) => {
  process.send({ progress: 1 }, () => {
    if (act === 'keep') for (;;);
    if (act === 'exit') process.exit(7);
    if (act === 'wait') return;
    process.send(act === 'throw' ? { error: value } : { value }, () => process.exit(0));
  });
});`;

interface News {
  readonly progress?: number;
  readonly error?: string;
  readonly value?: Json;
}

export class ChildExecution extends Execution {
  readonly done: Promise<unknown>;
  readonly child: ChildProcess;
  readonly closed: Outcome[] = [];
  readonly #exited: Promise<unknown>;

  constructor(payload: Json, ctx: HandlerContext) {
    super();
    this.child = spawn(process.execPath, ['-e', CHILD], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#exited = once(this.child, 'exit');
    this.done = new Promise((resolve, reject) => {
      this.child.on('message', (news: News) => {
        if (news.progress !== undefined) ctx.progress(news.progress);
        else if (news.error !== undefined) reject(new Error(news.error));
        else resolve(news.value);
      });
      this.child.on('exit', (code) => reject(new Error(`exit code ${code}`)));
    });
    this.child.send(payload as object);
  }

  async kill(): Promise<boolean> {
    this.child.kill('SIGKILL');
    await this.#exited;
    return true;
  }

  async close(outcome: Outcome): Promise<void> {
    await this.#exited;
    this.closed.push(outcome);
  }
}

export class ChildExecutor implements Executor {
  readonly code = 'a child';
  /** All that were started, in order. */
  readonly executions: ChildExecution[] = [];

  readonly start = (payload: Json, ctx: HandlerContext): ChildExecution => {
    const execution = new ChildExecution(payload, ctx);
    this.executions.push(execution);
    return execution;
  };
}
