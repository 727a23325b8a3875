import assert from 'node:assert/strict';

import { type Diagnostic, renderDiagnostic } from '../../../src/foundation/index.ts';

const BASE: Diagnostic = {
  code: 'REF_QUEUE',
  severity: 'error',
  message: 'queue `email` is not declared',
  file: 'jobs.yaml',
  line: 12,
  column: 10,
  endColumn: 15,
  path: 'tasks.send.queue',
};

describe('renderDiagnostic', () => {
  it('marks the place under the source line', () => {
    const text = renderDiagnostic({ ...BASE, source: '  queue: email', hint: 'did you mean `emails`?' });
    assert.equal(
      text,
      [
        'jobs.yaml:12:10 error REF_QUEUE',
        '  queue `email` is not declared',
        '  12 |   queue: email',
        '                ^^^^^',
        '  hint: did you mean `emails`?',
      ].join('\n'),
    );
  });

  it('speaks of the file as a whole without a place', () => {
    const text = renderDiagnostic({ ...BASE, line: 0, column: 0, endColumn: 0 });
    assert.equal(text, 'jobs.yaml error REF_QUEUE\n  queue `email` is not declared');
  });

  it('shows a window of a very long line with the caret below the right column', () => {
    const source = `${'x'.repeat(5_000)}HERE${'y'.repeat(5_000)}`;
    const [, , shown = '', caret = ''] = renderDiagnostic({ ...BASE, column: 5_001, endColumn: 5_005, source }).split(
      '\n',
    );
    assert.ok(shown.length < 200);
    assert.equal(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1), 'HERE');
  });
});
