/** What a person sees at a terminal, and that it is as it was afterwards. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { engineSupport } from '../support/engines.ts';
import { BASIC } from '../support/project.ts';
import { PTY, Pty, skepOf } from '../support/pty.ts';
import { stage } from '../support/stage.ts';
import { waitFor } from '../support/wait-for.ts';

const { harness } = await engineSupport('sqlite');
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const CURSOR = '\u001b[?25h';

describe('On a terminal', () => {
  const scene = stage(harness);
  let pty: Pty | undefined;

  before(function () {
    if (PTY) return;
    process.stderr.write('no `script` of util-linux here: what a terminal shows is not tested\n');
    this.skip();
  });
  beforeEach(async () => {
    await scene.project.write(BASIC);
    const platform = await scene.run({ roles: [] });
    await platform.operations.enqueue('work', [{ payload: {} }, { payload: {} }]);
  });
  afterEach(async () => {
    await pty?.kill();
    pty = undefined;
  });

  function on(args: readonly string[], columns = 80, cwd = scene.project.folder): Pty {
    pty = new Pty(skepOf(args), { cwd, columns, rows: 24 });
    return pty;
  }

  /** The first screen and the cursor are there again, and nothing was painted on it. */
  function assertLeft({ seen }: Pty): void {
    assert.ok(seen.lastIndexOf(LEAVE) > seen.lastIndexOf(ENTER), JSON.stringify(seen));
    assert.ok(seen.lastIndexOf(CURSOR) > seen.lastIndexOf('\u001b[?25l'), JSON.stringify(seen));
    assert.ok(!seen.slice(seen.lastIndexOf(LEAVE)).includes('\u001b[H'));
  }

  it('skep top shows queues, takes keys and another size, and q ends it', async () => {
    const top = on(['top', '--every', '10m']);
    await top.shows(/2 waiting · 0 running/);
    await top.shows(/q ends {2}p pauses {2}s sorts \(waiting\)/);
    top.press('s');
    let at = await top.shows('s sorts (running)');
    top.press('\t');
    at = await top.shows('tab tasks', at);
    assert.ok(!top.seen.includes('AVAILABLE'));
    top.resize(140, 30);
    await top.shows('AVAILABLE', at);
    top.press('q');
    assert.equal(await top.ended, 0);
    assertLeft(top);
  });

  it('skep top ended from outside leaves the terminal as it was', async () => {
    const top = on(['top']);
    await top.shows('2 waiting');
    top.signal('SIGTERM');
    assert.equal(await top.ended, 143);
    assertLeft(top);
  });

  it('a watched list is painted anew, and stands there when Ctrl-C ends it', async () => {
    const list = on(['queues', 'ls', '--watch', '10m']);
    const at = await list.shows(/every 10m · [\d:]+ · q ends/);
    // Painted again as soon as a look falls into another second: nothing else changes.
    await waitFor('another screen', () => {
      list.press('.');
      return list.seen.slice(at).includes('\u001b[?2026h');
    });
    list.press('\u0003');
    assert.equal(await list.ended, 130);
    assertLeft(list);
    assert.match(list.seen.slice(list.seen.lastIndexOf(LEAVE)), /QUEUE +STATUS[^]*active +2 /);
  });

  it('skep init asks for a name until it is one, and for the store', async () => {
    const init = on(['init', 'shop']);
    await init.shows('Name of the project [shop]: ');
    init.press('My Shop\r');
    const at = await init.shows('Write lower-case letters');
    await init.shows('Name of the project [shop]: ', at);
    init.press('my-shop\r');
    await init.shows('[sqlite:./var/my-shop.db]: ');
    init.press('\r');
    assert.equal(await init.ended, 0, init.seen);
    assert.match(readFileSync(scene.project.path('shop/jobs.yaml'), 'utf8'), /^name: my-shop$/m);
  });
});
