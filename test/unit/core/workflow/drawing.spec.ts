import assert from 'node:assert/strict';

import { dotOf, mermaidOf } from '../../../../src/core/index.ts';
import { plan, step } from '../../../support/run-model.ts';

const graph = plan([
  step('extract'),
  step('each', { needs: [0], forEach: '${steps.extract.result}' }),
  step('ask', { needs: [1], work: { kind: 'wait', wait: { signal: 'go "now" #1;', forMs: null, until: null } } }),
  step('rest', {
    needs: [0],
    when: { condition: 'input.n < 2' },
    work: { kind: 'wait', wait: { signal: null, forMs: 90_000, until: null } },
  }),
  step('sub', {
    needs: [2, 3],
    when: 'failure',
    work: { kind: 'workflow', workflow: 'totals', plan: plan([]), input: null },
  }),
]);

describe('the drawing of a plan', () => {
  it('is text of Graphviz', () => {
    assert.equal(
      dotOf(graph),
      String.raw`digraph workflow {
  rankdir=LR;
  "extract" [label="extract\nextract", shape=box];
  "each" [label="each\neach", shape=box, peripheries=2];
  "ask" [label="ask\nsignal go \"now\" #1;", shape=ellipse];
  "rest" [label="rest\n1m30s", shape=ellipse];
  "sub" [label="sub\ntotals", shape=box3d];
  "extract" -> "each";
  "each" -> "ask";
  "extract" -> "rest" [label="input.n < 2", style=dashed];
  "ask" -> "sub" [label="failure", style=dashed];
  "rest" -> "sub" [label="failure", style=dashed];
}
`,
    );
  });

  it('is a flowchart of Mermaid', () => {
    assert.equal(
      mermaidOf(graph),
      `flowchart LR
  n0["extract<br/>extract"]
  n1[["each<br/>each"]]
  n2(["ask<br/>signal go &quot;now&quot; #35;1;"])
  n3(["rest<br/>1m30s"])
  n4{{"sub<br/>totals"}}
  n0 --> n1
  n1 --> n2
  n0 -. "input.n &lt; 2" .-> n3
  n2 -. "failure" .-> n4
  n3 -. "failure" .-> n4
`,
    );
  });
});
