/** What `npm run check:advisories` makes of npm's answers: silence is no all-clear. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPT = pathToFileURL(path.join(import.meta.dirname, '../../../scripts/audit-answer.mjs')).href;

interface Script {
  readonly readAudit: (text: string) => { verdict: string; why: string; known: readonly string[] };
  readonly readOutdated: (text: string) => readonly string[];
}

describe('what npm audit has answered', () => {
  let readAudit: Script['readAudit'];
  let readOutdated: Script['readOutdated'];
  before(async () => {
    ({ readAudit, readOutdated } = (await import(SCRIPT)) as Script);
  });

  const metadata = { dependencies: { total: 700 } };

  it('is none only where packages were looked at', () => {
    assert.equal(readAudit(JSON.stringify({ vulnerabilities: {}, metadata })).verdict, 'none');
    const nothing = { vulnerabilities: {}, metadata: { dependencies: { total: 0 } } };
    assert.equal(readAudit(JSON.stringify(nothing)).verdict, 'unknown');
  });

  it('names what is known, the worst first', () => {
    const via = [{ title: 'it breaks', url: 'https://example.com/1' }, 'below'];
    const vulnerabilities = {
      b: { name: 'b', severity: 'low', range: '<2', via: ['a'] },
      a: { name: 'a', severity: 'high', range: '<1', via },
    };
    const { verdict, known } = readAudit(JSON.stringify({ vulnerabilities, metadata }));
    assert.deepEqual(known, ['high a <1: it breaks https://example.com/1; by below', 'low b <2: by a']);
    assert.equal(verdict, 'some');
  });

  it('is unknown where the registry has no such endpoint, or cannot be reached', () => {
    const refused = readAudit(
      JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405, error: { summary: '' } }),
    );
    assert.deepEqual([refused.verdict, refused.why], ['unknown', '405 Method Not Allowed']);
    for (const text of ['', '{}', 'npm error', 'null']) assert.equal(readAudit(text).verdict, 'unknown', text);
  });

  it('tells which packages are behind, and which by a major', () => {
    const text = JSON.stringify({ a: { current: '1.2.3', latest: '1.3.0' }, b: { current: '1.0.0', latest: '2.0.0' } });
    assert.deepEqual(readOutdated(text), ['minor a 1.2.3 → 1.3.0', 'major b 1.0.0 → 2.0.0']);
    assert.deepEqual(readOutdated(''), []);
  });
});
