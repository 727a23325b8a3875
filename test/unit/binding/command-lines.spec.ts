/** The lines of a command's output, and what those of the protocol mean. */
import assert from 'node:assert/strict';

import fc from 'fast-check';

import { Conversation } from '../../../src/binding/command/conversation.ts';
import { LineReader } from '../../../src/binding/command/line-reader.ts';
import { MAX_JSON_BYTES, SkepError } from '../../../src/foundation/index.ts';

interface Heard {
  readonly lines: string[];
  readonly said: (readonly [string, boolean])[];
}

function heard(pieces: readonly (string | Buffer)[], kept = 100): Heard {
  const all: Heard = { lines: [], said: [] };
  const reader = new LineReader(
    { line: (text) => all.lines.push(text), said: (text, whole) => all.said.push([text, whole]) },
    kept,
    2 * MAX_JSON_BYTES,
  );
  for (const piece of pieces) reader.push(Buffer.from(piece));
  reader.end();
  return all;
}

describe('LineReader', () => {
  it('tells lines apart from those of the protocol, wherever pieces end', () => {
    const text = 'one\n::skep {"a":1}\r\n\n :: skep no\n::skep\n::skepno\n::skep {"b":2}\nlast';
    const whole = heard([text]);
    assert.deepEqual(whole.lines, ['one', '', ' :: skep no', '::skep', '::skepno', 'last']);
    assert.deepEqual(whole.said, [
      ['{"a":1}', true],
      ['{"b":2}', true],
    ]);
    assert.deepEqual(heard(text.split(/(?=[^])/)), whole);
    for (let at = 0; at <= text.length; at += 1) assert.deepEqual(heard([text.slice(0, at), text.slice(at)]), whole);
  });

  it('is a split at newlines, for any text in any pieces', () => {
    const line = fc.oneof(
      fc.constant('::skep {}'),
      fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 20 }),
        fc.array(fc.nat(7), { minLength: 1, maxLength: 9 }),
        (lines, sizes) => {
          const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
          const pieces: Buffer[] = [];
          for (let at = 0, n = 0; at < bytes.length; n += 1) {
            const size = 1 + (sizes[n % sizes.length] ?? 0);
            pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          const { lines: plain, said } = heard(pieces);
          assert.deepEqual(
            plain,
            lines.filter((text) => !text.startsWith('::skep ')),
          );
          assert.equal(said.length, lines.length - plain.length);
        },
      ),
    );
  });

  it('keeps the last lines of a piece, and all that are said', () => {
    const text = Array.from({ length: 50 }, (_, n) => `line ${n}\n${n % 10 === 0 ? `::skep ${n}\n` : ''}`).join('');
    const { lines, said } = heard([text], 2);
    assert.deepEqual(
      said.map(([one]) => one),
      ['0', '10', '20', '30', '40'],
    );
    assert.deepEqual(lines.slice(-4), ['line 39', 'line 40', 'line 48', 'line 49']);
  });

  it('cuts what has no end, and bytes that are no text become marks', () => {
    const { lines, said } = heard([
      ...Array.from({ length: 1_000 }, () => 'x'.repeat(9_999)),
      '\nnext\n',
      Buffer.from([0xff, 10]),
    ]);
    assert.deepEqual([lines[0]?.length, ...lines.slice(1)], [8_192, 'next', '\uFFFD']);
    assert.deepEqual(said, []);
    const large = heard(['::skep {"result":"', ...Array.from({ length: 300 }, () => 'y'.repeat(10_000)), '"}\nnext\n']);
    assert.deepEqual(
      [large.lines, large.said.map(([text, whole]) => [text.length > 2_000_000, whole])],
      [['next'], [[true, false]]],
    );
    const most = heard([`::skep ${'z'.repeat(1_500_000)}`, '\n']);
    assert.deepEqual(most.said, [['z'.repeat(1_500_000), true]]);
  });
});

describe('Conversation', () => {
  function begin() {
    const did: unknown[] = [];
    const note =
      (name: string) =>
      (...given: unknown[]) => {
        did.push([name, ...given]);
        return new Error(`${name} ${JSON.stringify(given)}`);
      };
    const retry = (options: { readonly in?: unknown; readonly cause?: unknown } = {}): Error => {
      if (options.in === 'soon') throw new SkepError('REQUEST_INVALID', '"soon" is not a duration');
      return new Error(`retry ${JSON.stringify(options.in)} for ${(options.cause as Error | undefined)?.message}`);
    };
    const logger = { warn: note('warn') } as never;
    const talk = new Conversation({ log: note('log'), progress: note('progress'), dead: note('dead'), retry, logger });
    const wish = (): string | undefined => talk.wish(new Error('it'))?.message;
    return { talk, did, wish };
  }

  it('takes progress in its three forms, results, and wishes, of which the last counts', () => {
    const { talk, did, wish } = begin();
    for (const text of ['{"progress":[3]}', '{"progress":[3,10]}', '{"progress":[3,null,"text"]}'])
      talk.heard(text, true);
    assert.deepEqual(did, [
      ['progress', 3, undefined, undefined],
      ['progress', 3, 10, undefined],
      ['progress', 3, undefined, 'text'],
    ]);
    assert.equal(talk.result, undefined);
    talk.heard('{"result":null}', true);
    assert.equal(talk.result, null);
    talk.heard('{"result":{"rows":3},"progress":[1]}', true);
    assert.deepEqual(talk.result, { rows: 3 });
    assert.deepEqual([wish(), talk.again], [undefined, false]);
    talk.heard('{"dead":"why"}', true);
    assert.deepEqual([wish(), talk.again], ['dead ["why"]', false]);
    talk.heard('{"retry":{"in":"60s"}}', true);
    assert.deepEqual([wish(), talk.again], ['retry "60s" for it', true]);
    talk.heard('{"retry":{}}', true);
    assert.equal(wish(), 'retry undefined for it');
  });

  it('logs what it does not understand, warns once, and never of the line itself', () => {
    const { talk, did, wish } = begin();
    const wrong = [
      ...['nonsense', '[]', '5', '{"progres":[1]}', '{"progress":[]}', '{"progress":["1"]}', '{"progress":[1,2,3]}'],
      ...[
        '{"progress":[1,2,"x",4]}',
        '{"retry":"60s"}',
        '{"retry":{"in":"soon"}}',
        '{"retry":{"afterwards":1}}',
        '{"dead":{}}',
      ],
      ...['{"__proto__":1}', '{"constructor":1}'],
    ];
    for (const text of wrong) talk.heard(text, true);
    talk.heard('{"progress":[1, …', false);
    assert.deepEqual([wish(), talk.result, talk.tooLarge], [undefined, undefined, false]);
    const logs = did.flatMap((one) => ((one as string[])[0] === 'log' ? [(one as string[])[1] ?? ''] : []));
    assert.equal(logs.length, wrong.length + 1);
    assert.match(logs[0] ?? '', /^not understood \(it is no JSON\): ::skep nonsense$/);
    assert.match(logs[9] ?? '', /"soon" is not a duration/);
    assert.deepEqual(
      did.filter((one) => (one as string[])[0] === 'warn'),
      [
        [
          'warn',
          { event: 'command.garbled', reason: 'it is no JSON' },
          "a line of the command's output was not understood: it is no JSON",
        ],
      ],
    );
  });

  it('knows of a result that was too long, until another is said', () => {
    const { talk } = begin();
    talk.heard('{ "result": "xxx', false);
    assert.equal(talk.tooLarge, true);
    talk.heard('{"result":1}', true);
    assert.deepEqual([talk.tooLarge, talk.result], [false, 1]);
  });
});
