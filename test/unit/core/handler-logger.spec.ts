import assert from 'node:assert/strict';

import type { LogFields, Logger } from '../../../src/foundation/index.ts';
import { ContextLogger } from '../../../src/core/handlers/handler-logger.ts';

describe('ctx.logger', () => {
  let lines: [string, LogFields, string][];

  function memory(bound: LogFields = {}): Logger {
    const at = (level: string) => (fields: LogFields, message: string) => {
      lines.push([level, { ...bound, ...fields }, message]);
    };
    const levels = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    return { ...levels, child: (fields) => memory({ ...bound, ...fields }) };
  }

  beforeEach(() => (lines = []));

  const boom = new RangeError('boom');
  const other = new Error('other');
  const forms: [string, unknown[], LogFields, string][] = [
    ['fields and text', [{ to: 'x' }, 'sent'], { to: 'x' }, 'sent'],
    ['text alone', ['sent'], {}, 'sent'],
    ['text with placeholders', ['%s of %d, %j %o%%', 'one', 2, { a: 1 }, []], {}, 'one of 2, {"a":1} [ [length]: 0 ]%'],
    ['fields, text and placeholders', [{ id: 7 }, 'sent to %s', 'Ada'], { id: 7 }, 'sent to Ada'],
    ['text that is no format', ['100%% of %s'], {}, '100%% of %s'],
    ['values without placeholders', ['sent', 'to', 5, true], {}, 'sent to 5 true'],
    ['fields after the text', ['sent', { password: 'p' }], { password: 'p' }, 'sent'],
    ['an error', [boom], { err: boom }, 'boom'],
    ['an error and text', [boom, 'while sending'], { err: boom }, 'while sending'],
    ['an error, text and placeholders', [boom, 'to %s', 'Ada'], { err: boom }, 'to Ada'],
    ['text and an error', ['while sending', boom], { err: boom }, 'while sending'],
    ['two errors', [boom, 'after', other], { err: boom, err2: other }, 'after'],
    ['an error among fields', [{ err: boom }], { err: boom }, 'boom'],
    ['fields alone', [{ n: 1 }], { n: 1 }, ''],
    ['a map', [new Map([['a', 1]]), 'map'], { value: new Map([['a', 1]]) }, 'map'],
    ['a set after the text', ['set', new Set([1])], { value: new Set([1]) }, 'set'],
    ['a URL', [new URL('http://x/')], { value: new URL('http://x/') }, ''],
    ['two maps', [new Map([[1, 2]]), new Map()], { value: new Map([[1, 2]]), value2: new Map() }, ''],
    ['two objects', [{ n: 1 }, { m: 2 }], { n: 1, m: 2 }, ''],
    ['a number', [42], {}, '42'],
    ['null and text', [null, 'text'], {}, 'null text'],
    ['undefined and text', [undefined, 'text'], {}, 'undefined text'],
    ['nothing', [], {}, ''],
  ];
  for (const [name, given, fields, message] of forms) {
    it(`takes ${name}`, () => {
      new ContextLogger(memory()).info(...given);
      assert.deepEqual(lines, [['info', fields, message]]);
    });
  }

  it('works taken apart, at every level, and in children', () => {
    const { debug, warn, error, child } = new ContextLogger(memory({ jobId: 'j' }));
    debug('d');
    warn('w');
    error(boom);
    child({ step: 2 }).info('c');
    assert.deepEqual(lines, [
      ['debug', { jobId: 'j' }, 'd'],
      ['warn', { jobId: 'j' }, 'w'],
      ['error', { jobId: 'j', err: boom }, 'boom'],
      ['info', { jobId: 'j', step: 2 }, 'c'],
    ]);
  });

  it('never fails the attempt, whatever a value does when it is shown', () => {
    const evil = {
      toString: () => {
        throw new Error('no text');
      },
    };
    new ContextLogger(memory()).info('a %s', evil);
    assert.match(lines[0]?.[2] ?? '', /^a %s \(a value cannot be shown|^a /);
  });

  const boomed = '[cannot be read: g]';
  const explode = (): never => {
    throw new Error('g');
  };
  const exploding: [string, object, LogFields][] = [
    [
      'a getter',
      {
        b: 1,
        get a(): unknown {
          return explode();
        },
      },
      { b: 1, a: boomed },
    ],
    ['a proxy', new Proxy({}, { ownKeys: explode }), { unreadable: boomed }],
    ['a proxy that asks for its kind', new Proxy({}, { getPrototypeOf: explode }), { value: boomed }],
  ];
  for (const [name, given, fields] of exploding) {
    it(`loses neither text nor other fields to ${name} that throws`, () => {
      const logger = new ContextLogger(memory());
      logger.info(given, 'kept');
      logger.info('kept', given);
      logger.child(given as LogFields).info('kept');
      assert.deepEqual(lines, Array(3).fill(['info', fields, 'kept']));
    });
  }

  it('builds nothing for a level that is not written', () => {
    const logger = { ...memory(), isEnabled: () => false };
    const touchy = Object.defineProperty({}, 'x', { enumerable: true, get: () => assert.fail('read') });
    new ContextLogger(logger).debug('a', touchy);
    assert.deepEqual(lines, []);
  });
});
