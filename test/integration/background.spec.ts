/** backgroundTasks() in a real Koa server. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import Koa from 'koa';

import {
  type Background,
  type BackgroundOptions,
  backgroundTasks,
  type BackgroundTasks,
  type SkepError,
} from '../../src/index.ts';

function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('backgroundTasks()', () => {
  let server: Server | undefined;
  let tasks: BackgroundTasks;
  let url: string;

  async function serve(options: BackgroundOptions, route: (background: Background) => void): Promise<void> {
    const app = new Koa<object, { background: Background }>();
    tasks = backgroundTasks(options);
    app.use(tasks);
    app.use((ctx) => {
      route(ctx.background);
      ctx.body = 'answered';
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  it('runs after the response, in order, each to its end', async () => {
    const seen: string[] = [];
    const answered = gate();
    await serve({}, (background) => {
      background.add(async (text: string) => {
        await answered.opened;
        seen.push(text);
      }, 'first');
      background.add((a: number, b: number) => seen.push(String(a + b)), 1, 2);
    });
    assert.equal(await (await fetch(url)).text(), 'answered');
    assert.deepEqual([seen, tasks.pending], [[], 1]);
    answered.open();
    assert.equal(await tasks.drain(), 0);
    assert.deepEqual(seen, ['first', '3']);
  });

  it('runs all at once when asked to', async () => {
    const second = gate();
    await serve({ order: 'parallel' }, (background) => {
      background.add(() => second.opened);
      background.add(() => second.open());
    });
    await fetch(url);
    assert.equal(await tasks.drain(), 0);
  });

  it('tells of an error, and goes on with the rest', async () => {
    const told: unknown[] = [];
    const seen: string[] = [];
    const onError: BackgroundOptions['onError'] = (error, { name }) => {
      told.push([name, (error as Error).message]);
      throw new Error('the teller fails too');
    };
    await serve({ onError }, (background) => {
      background.add(function mails() {
        throw new Error('no mailbox');
      });
      background.add(async () => Promise.reject(new Error('later')));
      background.add(() => seen.push('rest'));
    });
    assert.equal((await fetch(url)).status, 200);
    await tasks.drain();
    assert.deepEqual(told, [
      ['mails', 'no mailbox'],
      ['anonymous', 'later'],
    ]);
    assert.deepEqual(seen, ['rest']);
  });

  it('runs what was added in the context of its request, around which may be a span', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const around: BackgroundOptions['around'] = async (name, run) => {
      seen.push(`${name} begins`);
      await run();
      seen.push(`${name} ends`);
    };
    await serve({ around }, (background) => {
      context.run('the request', () =>
        background.add(function look() {
          seen.push(context.getStore());
        }),
      );
    });
    await fetch(url);
    await tasks.drain();
    assert.deepEqual(seen, ['look begins', 'the request', 'look ends']);
  });

  it('runs although the client has gone before the answer', async () => {
    const ran = gate();
    const asked = gate();
    const app = new Koa<object, { background: Background }>();
    app.use((tasks = backgroundTasks()));
    app.use(async (ctx) => {
      ctx.background.add(ran.open);
      asked.open();
      await once(ctx.res, 'close');
    });
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const request = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).on(
      'error',
      () => undefined,
    );
    await asked.opened;
    request.destroy();
    await ran.opened;
  });

  it('drains within its limit, and takes nothing more', async () => {
    let refused: unknown;
    const kept: Background[] = [];
    await serve({}, (background) => {
      kept.push(background);
      background.add(() => new Promise(() => undefined));
    });
    await fetch(url);
    assert.equal(await tasks.drain(20), 1);
    try {
      kept[0]?.add(() => undefined);
    } catch (error) {
      refused = error;
    }
    assert.equal((refused as SkepError).code, 'STOPPING');
  });

  it('takes functions only', async () => {
    let refused: unknown;
    await serve({}, (background) => {
      try {
        background.add('no function' as never);
      } catch (error) {
        refused = error;
      }
    });
    await fetch(url);
    assert.equal((refused as SkepError).code, 'USAGE');
  });
});
