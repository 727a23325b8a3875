import assert from 'node:assert/strict';
import { addFigure, countEnd, type Figure, noFigure } from '../../src/core/index.ts';
import { type TaskFigure, STAT_STEP_MS } from '../../src/engine/index.ts';
import { type EngineHarness, scene } from './harness.ts';

function figure(...ends: readonly (readonly [Parameters<typeof countEnd>[1], number, number])[]): Figure {
  const counted = noFigure();
  for (const [kind, waitMs, runMs] of ends) countEnd(counted, kind, waitMs, runMs);
  return counted;
}

function sum(...figures: readonly Figure[]): Figure {
  const all = noFigure();
  for (const one of figures) addFigure(all, one);
  return all;
}

const MAIL: TaskFigure = { queue: 'mail', task: 'emails.send', figure: figure(['complete', 3, 40], ['retry', 700, 9]) };
const REPORT: TaskFigure = { queue: 'default', task: 'reports.make', figure: figure(['dead', 1, 90_000_000]) };

export function statTests(harness: EngineHarness): void {
  describe('statistics', () => {
    const at = scene(harness);

    /** All that is kept of a step: the minute may have changed between two shares. */
    const kept = async (step: 'minute' | 'hour'): Promise<readonly TaskFigure[]> => {
      const now = await at.engine.now();
      const rows = await at.engine.stats.read({ step, from: now - 2 * STAT_STEP_MS[step], to: now + 1 });
      const together = new Map<string, TaskFigure>();
      for (const { at: begun, queue, task, figure: one } of rows) {
        assert.equal(begun % STAT_STEP_MS[step], 0);
        const before = together.get(`${queue} ${task}`)?.figure ?? noFigure();
        together.set(`${queue} ${task}`, { queue, task, figure: sum(before, one) });
      }
      return [...together.values()];
    };

    for (const step of ['minute', 'hour'] as const) {
      it(`adds the shares of all processes, by the ${step}`, async () => {
        const other = await at.store.open();
        await Promise.all([
          at.engine.stats.add('one', 1, [MAIL, REPORT]),
          other.stats.add('other', 1, [MAIL]),
          other.stats.add('other', 2, [MAIL]),
        ]);
        assert.deepEqual(await kept(step), [REPORT, { ...MAIL, figure: sum(MAIL.figure, MAIL.figure, MAIL.figure) }]);
      });
    }

    it('adds a share once, however often it is brought', async () => {
      await at.engine.stats.add('one', 1, [MAIL]);
      await at.engine.stats.add('one', 1, [MAIL]);
      await at.engine.stats.add('one', 2, [REPORT]);
      await at.engine.stats.add('one', 1, [MAIL]);
      assert.deepEqual(await kept('minute'), [REPORT, MAIL]);
    });

    it('keeps what belongs to one task in two queues apart, and takes any name', async () => {
      const odd: TaskFigure = { queue: 'mail', task: 'emails send "x"', figure: MAIL.figure };
      await at.engine.stats.add('one', 1, [MAIL, { ...MAIL, queue: 'bulk' }, odd]);
      assert.deepEqual(await kept('hour'), [{ ...MAIL, queue: 'bulk' }, odd, MAIL]);
    });

    it('gives only what begins in the range that is asked for', async () => {
      await at.engine.stats.add('one', 1, [MAIL]);
      const now = await at.engine.now();
      const before = { step: 'hour', from: now - 10 * STAT_STEP_MS.hour, to: now - 2 * STAT_STEP_MS.hour } as const;
      assert.deepEqual(await at.engine.stats.read(before), []);
    });
  });
}
