import { strict as assert } from 'node:assert';

import { EventStream } from '../../../src/core/index.ts';
import type { Revision } from '../../../src/engine/index.ts';
import { silentLogger, systemClock } from '../../../src/foundation/index.ts';
import { Reloader } from '../../../src/platform/generations/reloader.ts';
import { generationOf } from '../runtime/parts.ts';

const revision = (number: number): Revision => ({
  ...{ revision: number, hash: `hash ${number}`, appliedAt: 0, by: 'ann', cause: 'apply', message: null, of: null },
});

describe('platform: reloads that come together', () => {
  it('are done one after another, in the order in which they were asked for', async () => {
    const done: string[] = [];
    let under: string | null = null;
    const read = async (what: string) => {
      assert.equal(under, null, `${what} begins during ${String(under)}`);
      under = what;
      await new Promise((resolve) => setImmediate(resolve));
      under = null;
      done.push(what);
      return { result: { ok: false as const, diagnostics: [] }, decided: null, files: false };
    };
    const reloader = new Reloader({
      convergence: {
        target: () => read('files'),
        of: ({ revision: number }) => read(`revision ${number}`),
        stranded: () => Promise.resolve([]),
        took: () => undefined,
      },
      current: () => generationOf({}),
      apply: () => Promise.resolve(),
      events: new EventStream(),
      logger: silentLogger,
      clock: systemClock,
    });

    const asked = [reloader.adopt(revision(1)), reloader.reload('signal'), reloader.adopt(revision(2))];
    asked.push(reloader.adopt(revision(3)), reloader.reload('request'));
    await reloader.settled();
    assert.deepEqual(done, ['revision 1', 'files', 'revision 2', 'revision 3']);
    const outcomes = await Promise.all(asked);
    assert.deepEqual(
      outcomes.map((outcome) => 'problems' in outcome && outcome.problems.map(({ message }) => message)),
      [[], [], [], [], []],
    );
  });
});
