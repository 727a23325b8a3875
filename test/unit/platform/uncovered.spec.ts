/** What was shown with its secrets covered, changed and sent back. */
import assert from 'node:assert/strict';

import { coveredTexts } from '../../../src/manifest/index.ts';
import { uncovered } from '../../../src/platform/revisions/uncovered.ts';

const MAIN = (first: string, second: string): string => `version: 1
brokers:
  shop: amqp://shop:${first}@rabbit.example/shop
  mail: amqp://shop:${second}@rabbit.example/shop
tasks: {}
`;

describe('a text with covered secrets', () => {
  const shownOf = (text: string): string => coveredTexts([{ path: 'jobs.yaml', text }])[0]?.text ?? '';

  it('means what they cover, in lines that are as they were', () => {
    const text = MAIN('open-sesame', 'shut-it');
    const shown = shownOf(text);
    assert.doesNotMatch(shown, /sesame|shut/);
    assert.equal(uncovered(shown, { path: 'jobs.yaml', text }), text);
    const changed = shown.replace('tasks: {}', 'name: other').replace(/ {2}mail.*\n/, '');
    const meant = text.replace('tasks: {}', 'name: other').replace(/ {2}mail.*\n/, '');
    assert.equal(uncovered(changed, { path: 'jobs.yaml', text }), meant);
  });

  it('is refused where two are covered alike and one is gone', () => {
    const text = 'brokers:\n  - amqp://a:one@h/\nlater:\n  - amqp://a:two@h/\n';
    const shown = shownOf(text);
    const [, line = ''] = shown.split('\n');
    assert.match(line, /\*/);
    assert.equal(uncovered(shown, { path: 'jobs.yaml', text }), text);
    const fewer = shown.replace(`${line}\n`, '');
    assert.throws(() => uncovered(fewer, { path: 'jobs.yaml', text }), { code: 'REQUEST_INVALID' });
  });

  it('is as it is where nothing is covered', () => {
    assert.equal(uncovered('a: 1', { path: 'jobs.yaml', text: 'a: 2' }), 'a: 1');
    assert.equal(uncovered('a: ***', undefined), 'a: ***');
  });
});
