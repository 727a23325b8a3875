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

  describe('on a terminal', () => {
    const marked = (text: string, columns: number): string => {
      const lines = text.split('\n');
      for (const line of lines) assert.ok(line.length <= columns, line);
      const at = lines.findIndex((line) => line.trim().startsWith('^'));
      const caret = lines[at] ?? '';
      return (lines[at - 1] ?? '').slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1);
    };

    for (const columns of [40, 80, 100]) {
      for (const before of [0, 10, 60, 90, 300]) {
        it(`of ${columns} columns marks the place at column ${before + 1}`, () => {
          const source = `${'x'.repeat(before)}HERE${'y'.repeat(100)}`;
          const diagnostic = { ...BASE, column: before + 1, endColumn: before + 5, source };
          assert.equal(marked(renderDiagnostic(diagnostic, columns), columns), 'HERE');
        });
      }
    }

    it('marks no more than it shows', () => {
      const source = `  - ${'x'.repeat(200)}`;
      const text = renderDiagnostic({ ...BASE, column: 5, endColumn: 205, source }, 60);
      assert.match(marked(text, 60), /^x{20,}$/);
    });

    it('shows a line from its start where that is enough', () => {
      const source = `  tick: { task: emails.send, every: 2x }${' '.repeat(60)}# a comment`;
      assert.match(renderDiagnostic({ ...BASE, column: 37, endColumn: 39, source }, 80), /12 \| {3}tick: /);
    });

    it('breaks message and hint between words; a longer word stays whole', () => {
      const message = 'the value of this key is not one of those that are known here';
      const hint = `look at https://example.com/${'path/'.repeat(10)}page for more of it`;
      const text = renderDiagnostic({ ...BASE, message, hint }, 40);
      assert.deepEqual(text.split('\n').slice(1), [
        '  the value of this key is not one of',
        '  those that are known here',
        '  hint: look at',
        `  https://example.com/${'path/'.repeat(10)}page`,
        '  for more of it',
      ]);
    });
  });
});
