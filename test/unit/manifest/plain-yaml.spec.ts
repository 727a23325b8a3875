import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import fc from 'fast-check';
import { stringify } from 'yaml';

import { atOnce, type Json } from '../../../src/foundation/index.ts';
import { DataReader } from '../../../src/manifest/data.ts';
import { readHardEntry } from '../../../src/manifest/yaml/hard-entry.ts';
import { readPlainYaml } from '../../../src/manifest/yaml/plain-yaml.ts';
import { Problems } from '../../../src/manifest/problems.ts';
import { SourceFile } from '../../../src/manifest/yaml/source-file.ts';

/** What the yaml library makes of the text; undefined when it has anything against it. */
function byLibrary(text: string): Json | undefined {
  const file = new SourceFile('x', 'x', text);
  const problems = new Problems();
  const { errors, warnings, contents } = file.document;
  if (errors.length + warnings.length > 0) return undefined;
  const value = new DataReader(file, problems).read(contents);
  return problems.count > 0 ? undefined : value;
}

function assertSame(text: string): boolean {
  const value = atOnce(readPlainYaml(text))?.data;
  if (value !== undefined) assert.deepEqual(value, byLibrary(text), JSON.stringify(text));
  const mixed = atOnce(readPlainYaml(text, readHardEntry))?.data;
  if (mixed !== undefined) assert.deepEqual(mixed, byLibrary(text), JSON.stringify(text));
  return value !== undefined;
}

const PIECES = [
  'a',
  'b',
  'task-1',
  'k.x',
  '1',
  '1.0',
  'true',
  'null',
  '~',
  '-',
  '- ',
  '- a: ',
  '  ',
  '    ',
  ': ',
  ':',
  '\n',
  '\n  ',
  '\n    ',
  '\n- ',
  '{ ',
  '}',
  ' }',
  '[',
  ']',
  ',',
  ', ',
  '"x y"',
  "'q'",
  '"',
  "'",
  ' # c',
  '#',
  'a: 1',
  'b: {c: d}',
  'c: [1, 2]',
  './h.ts#x',
  '0 0 * * *',
  '&a',
  '*a',
  '!t',
  '|',
  '>',
  '? ',
  '%',
  '@',
  '`',
  '\n\n',
  '\n# c\n',
  'http://x:80/',
  '-5',
  '0x1',
  '.inf',
  '1e3',
  'x:y',
  '...',
  '---',
  '<<: ',
  '007',
  '+1',
  '.5',
  '5.',
  'é',
  '\\',
  'a b',
  '0o7',
  'yes',
  '- - x',
  'a:\n  b:\n',
  '\n      ',
  ' ',
  '\u00a0',
  '\u2028',
  '\ufeff',
  '\u0085',
  '\t',
  '\r\n',
  '__proto__: ',
  '9007199254740993',
  '1e400',
  'k: ${A:-b}',
];

describe('readPlainYaml', () => {
  it('agrees with the library wherever it answers', () => {
    let answered = 0;
    const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (written) => {
        if (assertSame(written)) answered += 1;
      }),
      { numRuns: 20_000 },
    );
    assert.ok(answered > 100, `${answered}`);
  });

  it('leaves single entries that are not plain to the library, and agrees with it on the whole', () => {
    const hard = [
      '|\n      a\n\n      # b\n',
      '>-\n     a\n     b\n',
      '"a\\tb"\n',
      '[a,\n     b]\n',
      'a\n      b\n',
      '\n      x: |\n       y\n',
    ];
    const soft = ['a # b\n', '{ a: 1 }\n', '\n    a: 1\n    b: [1]\n', '\n'];
    const entries = fc.array(fc.constantFrom(...hard, ...soft), { minLength: 1, maxLength: 8 });
    let mixed = 0;
    fc.assert(
      fc.property(entries, entries, (tasks, queues) => {
        const block = (values: readonly string[]): string => values.map((value, n) => `  k${n}: ${value}`).join('');
        const text = `version: 1\ntasks:\n${block(tasks)}queues:\n${block(queues)}name: x\n`;
        const value = atOnce(readPlainYaml(text, readHardEntry))?.data;
        assert.deepEqual(value, byLibrary(text), text);
        if (atOnce(readPlainYaml(text)) === undefined) mixed += 1;
      }),
      { numRuns: 300 },
    );
    assert.ok(mixed > 100, `${mixed}`);
  });

  it('reads a text the same with what it remembers of another one, where entries that are written alike are the same objects', () => {
    const inside = [
      '1\n',
      '|\n      a\n',
      '|+\n      a\n',
      '{ a: 1 }\n',
      '\n    a: 1\n    b:\n    - 1\n',
      '\n',
      '"a\tb"\n',
      'a\n      b\n',
    ];
    const behind = ['', '', '', '\n', '      # b\n', '  # b\n', '      b\n', '  - b\n', '\n\n'];
    const entries = fc
      .tuple(fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 }), fc.infiniteStream(fc.constantFrom(...inside)))
      .map(([keys, values]) => keys.map((key) => [key, values.next().value, ''] as const));
    type Entry = readonly [key: string, value: string | undefined, behind: string];
    const block = (tasks: readonly Entry[], queues: readonly Entry[], end: boolean): string => {
      const lines = (some: readonly Entry[]): string =>
        some.map(([key, value, rest]) => `  ${key}: ${value ?? ''}${rest}`).join('');
      const text = `tasks:\n${lines(tasks)}queues:\n${lines(queues)}`;
      return end ? text : text.trimEnd();
    };
    const change = fc.record({
      at: fc.nat(3),
      kind: fc.constantFrom('none', 'behind', 'value', 'remove', 'move'),
      behind: fc.constantFrom(...behind),
      value: fc.constantFrom(...inside),
    });
    const changed = (
      some: readonly Entry[],
      { at, kind, ...by }: typeof change extends fc.Arbitrary<infer T> ? T : never,
    ): Entry[] => {
      const place = at % some.length;
      const entry = some[place] ?? ['z', '', ''];
      const others = some.toSpliced(place, 1);
      if (kind === 'remove') return others;
      if (kind === 'move') return [...others, entry];
      const [key, value] = entry;
      return some.with(place, [key, kind === 'value' ? by.value : value, kind === 'behind' ? by.behind : '']);
    };
    let shared = 0;
    fc.assert(
      fc.property(
        fc.tuple(entries, entries),
        fc.tuple(change, change),
        fc.tuple(fc.boolean(), fc.boolean()),
        (...given) => {
          const [[tasks, queues], [first, second], [end, otherEnd]] = given;
          const former = block(tasks, queues, end);
          const latter = block(changed(tasks, first), changed(queues, second), otherEnd);
          const before = atOnce(readPlainYaml(former, readHardEntry));
          const alone = atOnce(readPlainYaml(latter, readHardEntry));
          const now = atOnce(readPlainYaml(latter, readHardEntry, before?.memory));
          assert.equal(JSON.stringify(now?.data), JSON.stringify(alone?.data), JSON.stringify([former, latter]));
          const [was, is] = [before, now].map((read) => (read?.data ?? {}) as Record<string, Record<string, unknown>>);
          for (const [name, value] of Object.entries(is?.['tasks'] ?? {})) {
            const own = was?.['tasks']?.[name];
            if (typeof value !== 'object' || value === null || JSON.stringify(own) !== JSON.stringify(value)) continue;
            assert.equal(value, own, JSON.stringify([former, latter]));
            shared += 1;
          }
        },
      ),
      { numRuns: 3_000 },
    );
    assert.ok(shared > 100, `${shared}`);
  });

  it('agrees on documents written out of random data', () => {
    const key = fc.constantFrom('a', 'b-c', 'd.e', 'x1', 'true', '5');
    const text = fc.constantFrom(
      'word',
      'two words',
      '"quoted: text"',
      "'single'",
      '60s',
      '5',
      '1.5',
      'true',
      './h.ts#x',
      '"*/5 * * * *"',
    );
    const { node } = fc.letrec<{ node: string[] }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        text.map((value) => [` ${value}`]),
        fc
          .uniqueArray(fc.tuple(key, tie('node')), { selector: ([name]) => name, minLength: 1, maxLength: 4 })
          .map((pairs) => [
            '',
            ...pairs.flatMap(([name, [head = '', ...rest]]) => [
              `  ${name}:${head}`,
              ...rest.map((line) => `  ${line}`),
            ]),
          ]),
        fc.array(text, { minLength: 1, maxLength: 3 }).map((items) => ['', ...items.map((item) => `  - ${item}`)]),
        fc
          .array(fc.tuple(key, text), { minLength: 1, maxLength: 2 })
          .map((pairs) => [` { ${pairs.map(([k, v], n) => `${k}${n}: ${v}`).join(', ')} }`]),
      ),
    }));
    fc.assert(
      fc.property(node, (lines) => {
        assert.ok(assertSame(`root:${lines.join('\n')}\n`), lines.join('\n'));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees on manifests, however they are set', () => {
    const name = fc.constantFrom('a', 'mail', 'shop.task-1', 'x_y', 'B2');
    const duration = fc.constantFrom('60s', '1h30m', 'none', '${LIMIT:-5m}');
    const some = <T>(entry: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
      fc.dictionary(name, entry, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
    const scalar = fc.constantFrom('words of it', '7', 7, -1.5, true, null, 'é', 'a: b', '# c', '');
    const free = some(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), some(scalar)));
    const task = fc.oneof(
      fc.constant('./handlers/a.ts#run'),
      fc.record(
        {
          handler: fc.constant('./a.ts'),
          description: fc.constantFrom('Sends one.', "it's: quoted", '- dash'),
          timeout: duration,
          priority: fc.nat(9),
          tags: fc.array(name, { maxLength: 2 }),
          input: free,
        },
        { requiredKeys: ['handler'] },
      ),
    );
    const manifest = fc.record(
      {
        version: fc.constant(1),
        name,
        queues: some(fc.record({ concurrency: fc.nat(50) }, { requiredKeys: [] })),
        tasks: some(task),
        routes: fc.record({ tasks: fc.array(fc.record({ match: fc.constantFrom('a', 'shop.*', '*'), queue: name })) }),
        schedules: some(fc.record({ task: name, cron: fc.constantFrom('0 9 * * MON', '*/5 * * * *'), payload: free })),
      },
      { requiredKeys: ['version', 'tasks'] },
    );
    const style = fc.record({
      collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
      defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
      defaultKeyType: fc.constant('PLAIN' as const),
      indent: fc.constantFrom(2, 4),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 0, 60),
    });
    let answered = 0;
    fc.assert(
      fc.property(manifest, style, (value, how) => {
        if (assertSame(stringify(value, how))) answered += 1;
      }),
      { numRuns: 1_000 },
    );
    assert.ok(answered > 100, `${answered}`);
  });

  it('answers for most golden cases, and agrees on all', () => {
    const folder = path.join(import.meta.dirname, '../../manifest-cases');
    const files = readdirSync(folder).filter((name) => name.startsWith('ok.'));
    const answered = files.filter((name) => {
      const [text = ''] = readFileSync(path.join(folder, name), 'utf8').split('\n---8<---\n');
      return assertSame(`${text}\n`);
    });
    assert.ok(answered.length * 2 > files.length);
  });
});
