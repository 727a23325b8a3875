/** The graph of a run, before it is drawn: what is folded, and what stands where. */
import assert from 'node:assert/strict';

import { folded, type Fold, type Vertex } from '../../../src/dashboard/graph/fold.ts';
import { layout, NODE } from '../../../src/dashboard/graph/layout.ts';

const step = (name: string, needs: readonly string[] = [], does = 'work'): Vertex => ({ name, needs, does });
const shapeOf = (folds: readonly Fold<Vertex>[]) => folds.map(({ id, members, needs }) => [id, members.length, needs]);
const count = (length: number) => Array.from({ length }, (_, index) => index);

/** Each behind what it needs, nothing lost, nothing twice. */
function assertWhole(folds: readonly Fold<Vertex>[], steps: readonly Vertex[]): void {
  const seen = new Set<string>();
  for (const { id, needs } of folds) {
    for (const need of needs) assert.ok(seen.has(need), `${id} stands before ${need}`);
    seen.add(id);
  }
  const names = folds.flatMap(({ members }) => members.map(({ name }) => name));
  assert.deepEqual(names.toSorted(), steps.map(({ name }) => name).toSorted());
}

describe('graph of a run', () => {
  it('is left as it is while it is small', () => {
    const steps = [step('a'), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c'])];
    assert.deepEqual(shapeOf(folded(steps, 4)), [
      ['a', 1, []],
      ['b', 1, ['a']],
      ['c', 1, ['a']],
      ['d', 1, ['b', 'c']],
    ]);
  });

  it('folds what stands side by side and does the same, before what does not', () => {
    const middle = count(400).map((n) => step(`m${n}`, ['first'], n % 2 === 0 ? 'resize' : 'upload'));
    const steps = [
      step('first'),
      ...middle,
      step(
        'last',
        middle.map(({ name }) => name),
      ),
    ];
    assert.deepEqual(shapeOf(folded(steps, 4)), [
      ['first', 1, []],
      ['m0', 200, ['first']],
      ['m1', 200, ['first']],
      ['last', 1, ['m0', 'm1']],
    ]);
    assert.deepEqual(shapeOf(folded(steps, 3)), [
      ['first', 1, []],
      ['m0', 400, ['first']],
      ['last', 1, ['m0']],
    ]);
  });

  it('folds a long chain, and a chain of a thousand steps into one', () => {
    const steps = count(1_000).map((n) => step(`s${n}`, n === 0 ? [] : [`s${n - 1}`]));
    assert.deepEqual(shapeOf(folded(steps, 40)), [['s0', 1_000, []]]);
  });

  it('folds a thousand steps of any shape into as few as are wanted, and keeps their order', () => {
    // Each needs two others, by a rule that makes no two alike.
    const steps = count(1_000).map((n) =>
      step(`s${n}`, n < 2 ? [] : [`s${n - 1 - (n % 7 === 0 ? 1 : 0)}`, `s${(n * 37) % n}`]),
    );
    for (const most of [40, 1]) {
      const folds = folded(steps, most);
      assert.ok(folds.length <= most, `${folds.length} for ${most}`);
      assertWhole(folds, steps);
    }
  });

  it('places boxes beside each other without touching, each to the right of what it needs', () => {
    const steps = [step('a'), step('b', ['a']), step('c', ['a']), step('d', ['a', 'b']), step('e', ['a', 'd', 'c'])];
    const nodes = folded(steps, 10);
    const { spots, edges, width, height } = layout(nodes);
    const at = new Map(spots.map((spot) => [spot.id, spot]));
    for (const { id, needs } of nodes) {
      for (const need of needs) assert.ok(at.get(need)!.x + NODE.width < at.get(id)!.x);
    }
    const beside = spots.flatMap((one) =>
      spots.filter((other) => other !== one && other.x === one.x).map((other) => [one, other]),
    );
    assert.ok(beside.length > 0);
    for (const [one, other] of beside) assert.ok(Math.abs(one!.y - other!.y) > NODE.height);
    assert.ok(spots.every(({ x, y }) => x >= 0 && y >= 0 && x + NODE.width <= width && y + NODE.height <= height));
    assert.deepEqual(edges.map(({ from, to }) => `${from}${to}`).toSorted(), [
      'ab',
      'ac',
      'ad',
      'ae',
      'bd',
      'ce',
      'de',
    ]);
  });

  it('has no lines that cross where none have to', () => {
    const steps = [step('a'), step('b'), step('x', ['b']), step('y', ['a'])];
    const { spots } = layout(folded(steps, 10));
    const y = (id: string) => spots.find((spot) => spot.id === id)!.y;
    assert.equal(y('a') < y('b'), y('y') < y('x'));
  });
});
