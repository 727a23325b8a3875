import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';

import { compileSchema } from '../../../src/manifest/index.ts';
import { FORMATS } from '../../../src/manifest/schemas/formats.ts';
import { assertLinear } from '../../support/growth.ts';

type Test = RegExp | ((text: string) => boolean);

const ours = (format: string, text: string): boolean => compileSchema({ format })(text).length === 0;
const theirs = (format: string, text: string): boolean => {
  const test = (fullFormats as unknown as Record<string, Test>)[format]!;
  return typeof test === 'function' ? test(text) : test.test(text);
};

/** Pieces that formats are made of; repeated, each is what some expression tries again and again. */
const HEADS = [
  '',
  'http://',
  'http://a',
  'a:',
  'a:/',
  'a://',
  '/',
  '//',
  '{',
  'a@',
  'a@b',
  'P',
  '#/',
  '2024-01-01T00:00:00.',
];
const UNITS = [
  ':',
  '@',
  '.',
  '-',
  'a',
  '1',
  '0.',
  'a.',
  'a-',
  '1.1.1.1',
  '::',
  '%41',
  '/',
  '~0',
  '[',
  '(',
  '\\',
  'a@',
  '{a}',
  ' ',
  '\n',
  '=',
  '4.1.6.7:155',
];

describe('format', () => {
  it('is listed in the pages, every one', async () => {
    const page = await readFile(new URL('../../../docs/payloads.md', import.meta.url), 'utf8');
    const listed = (/## Formats\n([^#]*)/.exec(page)?.[1] ?? '').matchAll(/`([a-z0-9-]+)`/g);
    const names = [...listed].map(([, name]) => name).filter((name) => name !== 'format');
    assert.deepEqual(names.sort(), Object.keys(FORMATS).sort());
  });

  for (const format of Object.keys(FORMATS)) {
    it(`${format} takes linear time, whatever the text`, async () => {
      const check = compileSchema({ format });
      for (const head of HEADS) {
        for (const unit of UNITS) {
          const text = (size: number): string => `${head}${unit.repeat(size / unit.length)}\0`;
          await assertLinear(check, text, 15_000).catch((error: unknown) => {
            throw new Error(`${JSON.stringify(head)} and many ${JSON.stringify(unit)}`, { cause: error });
          });
        }
      }
    });
  }

  const url = fc
    .array(
      fc.constantFrom(
        'http://',
        'https://',
        'ftp://',
        'a:',
        '//',
        '/',
        '?',
        '#',
        '@',
        ':',
        '80',
        'a',
        'b-c',
        '-',
        '.',
        'com',
        '192.168.1.1',
        '8.8.8.8',
        '10.0.0.1',
        '[::1]',
        '[',
        '%41',
        '%',
        'é',
        'x.y.de',
        'user:pw@',
        '"',
        '~',
        '[v1.a]',
        ' ',
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join(''));

  for (const format of ['uri', 'uri-reference'] as const) {
    it(`${format} takes what ajv-formats takes`, () => {
      // One exception: a quote before the @ of a literal address.
      const property = fc.property(
        url.filter((text) => !text.includes('"')),
        (text) => assert.equal(ours(format, text), theirs(format, text), text),
      );
      fc.assert(property, { numRuns: 5_000 });
    });
  }

  it('url takes what ajv-formats takes, but for names and passwords with a slash, question mark or hash in them', () => {
    const property = fc.property(url, fc.constantFrom('http://', 'https://', 'ftp://'), (text, scheme) => {
      if (/[/?#].*@/.test(text)) return;
      assert.equal(ours('url', scheme + text), theirs('url', scheme + text), scheme + text);
    });
    fc.assert(property, { numRuns: 5_000 });
  });

  it('answers as one expects', () => {
    const good: [string, string[]][] = [
      [
        'url',
        [
          'http://example.com',
          'https://user:pw@a-b.example.co.uk:8080/x?y#z',
          'ftp://8.8.8.8/',
          'http://bücher.example/ä',
        ],
      ],
      [
        'uri',
        [
          'https://example.com/a?b#c',
          'urn:isbn:0451450523',
          'mailto:a@b.example',
          'http://[2001:db8::1]:80/x',
          'file:///etc',
        ],
      ],
      ['uri-reference', ['/a/b', '../x', '#top', '', '?q', '//host/path', 'https://example.com']],
      ['email', ['a@b.example', 'a.b+c@d-e.example']],
    ];
    const bad: [string, string[]][] = [
      [
        'url',
        [
          'example.com',
          'http://localhost',
          'http://10.0.0.1/',
          'http://-a.example',
          'http://a..b',
          'http://a.b.1',
          'http://x.example:1',
          'http://a b.example',
        ],
      ],
      ['uri', ['/relative', 'no scheme', 'a:', 'http://[::z]/', 'http://a/%zz']],
      ['uri-reference', ['a b', '%', '[x', 'http://[1.2/']],
      ['email', ['a', 'a@', '@b', 'a@b']],
      ['regex', ['(', 'a'.repeat(5_000)]],
    ];
    for (const [format, texts] of good) for (const text of texts) assert.ok(ours(format, text), `${format} ${text}`);
    for (const [format, texts] of bad) for (const text of texts) assert.ok(!ours(format, text), `${format} ${text}`);
  });
});
