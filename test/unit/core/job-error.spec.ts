import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';

import fc from 'fast-check';

import { ERROR_MESSAGE_MAX, ERROR_NAME_MAX, ERROR_STACK_MAX, toJobError } from '../../../src/core/index.ts';
import { SkepError } from '../../../src/foundation/index.ts';

function withGetters(keys: readonly string[]): Error {
  const error = new Error('x');
  // Node writes the stack when it is first read, and would trip over our getters here instead of in the code.
  assert.ok(error.stack);
  for (const key of keys) {
    Object.defineProperty(error, key, {
      get: () => {
        throw new Error(`no ${key} for you`);
      },
    });
  }
  return error;
}

describe('toJobError of errors', () => {
  it('keeps name, message, code and stack', () => {
    const error = toJobError(new SkepError('STORE_FULL', 'no room'));
    assert.deepEqual([error.name, error.message, error.code], ['SkepError', 'no room', 'STORE_FULL']);
    assert.match(error.stack ?? '', /no room[\s\S]*job-error\.spec/);
  });

  it('knows errors of other realms and numeric codes', () => {
    assert.equal(toJobError(runInNewContext('new TypeError("far")')).name, 'TypeError');
    assert.equal(toJobError(Object.assign(new Error('x'), { code: 11 })).code, '11');
    assert.equal(toJobError(new DOMException('gone', 'AbortError')).name, 'AbortError');
  });

  it('takes frozen errors and errors whose getters throw', () => {
    assert.equal(toJobError(Object.freeze(new Error('cold'))).message, 'cold');
    const error = toJobError(withGetters(['name', 'message', 'code', 'stack', 'cause', 'errors']));
    assert.deepEqual(error, { name: 'Error', message: 'no message', code: null, stack: null });
  });

  it('appends the chain of causes to the stack, once round a cycle', () => {
    const inner = new Error('inner');
    const outer = new Error('outer', { cause: inner });
    inner.cause = outer;
    const { stack } = toJobError(outer);
    assert.equal(stack?.match(/Caused by: /g)?.length, 1);
    assert.match(stack, /^Error: outer[\s\S]+Caused by: Error: inner/);
    assert.match(toJobError(new Error('x', { cause: 'text' })).stack ?? '', /Caused by: thrown: text/);
  });

  it('ends a very long chain', () => {
    let error = new Error('0');
    for (let depth = 0; depth < 10_000; depth += 1) error = new Error(`${depth}`, { cause: error });
    assert.ok((toJobError(error).stack?.match(/Caused by/g)?.length ?? 99) <= 8);
  });

  it('finds a message in the members of an AggregateError that has none', () => {
    const error = Object.assign(new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]), {
      code: 'ECONNREFUSED',
    });
    assert.equal(toJobError(error).message, 'refused ::1; refused 127.0.0.1');
    assert.match(toJobError(error).stack ?? '', /One of: Error: refused 127/);
    assert.equal(toJobError(Object.assign(new Error(''), { code: 'EX' })).message, 'EX');
  });

  it('cuts a megabyte of message and keeps the frames of the stack', () => {
    const error = new RangeError('m'.repeat(1_000_000));
    const stored = toJobError(error);
    assert.equal(stored.message.length, ERROR_MESSAGE_MAX);
    assert.match(stored.message, /… \(cut\)$/);
    assert.ok((stored.stack ?? '').length <= ERROR_STACK_MAX);
    assert.match(stored.stack ?? '', /job-error\.spec/);
  });

  it('hides the passwords of URLs in message, stack and causes, also where the text is cut', () => {
    const url = 'https://user:canary@host/x';
    const cause = new Error(`cause ${url}`);
    for (const filler of ['', 'x'.repeat(ERROR_MESSAGE_MAX - 30), 'x'.repeat(ERROR_MESSAGE_MAX - 20)]) {
      const error = toJobError(Object.assign(new Error(`${filler} failed: ${url}`, { cause }), { code: url }));
      assert.ok(!JSON.stringify(error).includes('canary'), error.message.slice(-60));
      assert.ok(error.message.length <= ERROR_MESSAGE_MAX);
    }
    assert.equal(toJobError(new Error(`failed: ${url}`)).message, 'failed: https://user:***@host/x');
    assert.ok(!JSON.stringify(toJobError(`thrown ${url}`)).includes('canary'));
    assert.ok(!JSON.stringify(toJobError({ url })).includes('canary'));
  });

  it('strips terminal escapes and control characters, but not newlines and tabs', () => {
    const stored = toJobError(new Error('\u001b[31mred\u001b[0m\u0000\u0007\r a\n\tb \ud800'));
    assert.equal(stored.message, 'red a\n\tb \uFFFD');
    assert.equal(toJobError(Object.assign(new Error('x'), { name: 'two\nlines' })).name, 'two lines');
  });
});

describe('toJobError of everything else', () => {
  const thrown: [unknown, string][] = [
    [undefined, 'thrown: undefined'],
    [null, 'thrown: null'],
    [false, 'thrown: false'],
    [0, 'thrown: 0'],
    ['', 'thrown: an empty string'],
    ['text', 'thrown: text'],
    [10n, 'thrown: 10'],
    [Symbol('s'), 'thrown: Symbol(s)'],
    [{ message: 'plain' }, 'thrown: plain'],
    [{ a: 1 }, 'thrown: { a: 1 }'],
    [Object.create(null), 'thrown: [Object: null prototype] {}'],
  ];
  for (const [value, message] of thrown) {
    it(`${message} is a HANDLER_ERROR`, () => {
      assert.deepEqual(toJobError(value), { name: 'HANDLER_ERROR', message, code: 'HANDLER_ERROR', stack: null });
    });
  }

  it('keeps the code of a thrown object, for retryOn', () => {
    assert.equal(toJobError({ code: 'ECONNRESET' }).code, 'ECONNRESET');
  });

  it('survives revoked proxies and runs no code of the value', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.equal(toJobError(proxy).name, 'HANDLER_ERROR');
    const custom = { [Symbol.for('nodejs.util.inspect.custom')]: () => assert.fail('was run') };
    assert.equal(toJobError(custom).name, 'HANDLER_ERROR');
  });

  it('is bounded and never throws, whatever was thrown', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withDate: true }),
        (value) => {
          for (const error of [toJobError(value), toJobError(new Error('x', { cause: value }))]) {
            assert.ok(error.name !== '' && error.name.length <= ERROR_NAME_MAX);
            assert.ok(error.message !== '' && error.message.length <= ERROR_MESSAGE_MAX + 'thrown: '.length);
            assert.ok((error.stack ?? '').length <= ERROR_STACK_MAX);
            assert.doesNotMatch(error.message, /(?![\n\t])\p{Cc}/u);
          }
        },
      ),
    );
  });

  describe('the stack of a handler', () => {
    const src = path.join(import.meta.dirname, '../../../src');
    const theirs = ['    at send (/app/handlers/mail.ts:3:9)', '    at file:///app/handlers/mail.ts:9:1'];
    const outer = [
      `    at callHandler (${pathToFileURL(src).href}/runtime/context.js:112:12)`,
      `    at #call (${src}/runtime/attempt.ts:60:30)`,
      '    at new Promise (<anonymous>)',
      `    at async AttemptRunner.run (${pathToFileURL(src).href}/runtime/attempt-runner.js:58:87)`,
      '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    ];
    const stored = (lines: readonly string[], cause?: unknown): string =>
      toJobError(Object.assign(new Error('boom', { cause }), { stack: ['Error: boom', ...lines].join('\n') })).stack ??
      '';

    it('ends where Skep called it', () => {
      assert.equal(stored([...theirs, ...outer]), ['Error: boom', ...theirs].join('\n'));
    });

    it('keeps what of Skep the handler called', () => {
      const inner = `    at Enqueuer.enqueue (${src}/runtime/enqueuer.ts:1:1)`;
      assert.equal(stored([inner, ...theirs, ...outer]), ['Error: boom', inner, ...theirs].join('\n'));
    });

    it('stays whole where it has no frame of others: the fault is ours', () => {
      assert.equal(stored(outer), ['Error: boom', ...outer].join('\n'));
      assert.equal(stored([]), 'Error: boom');
    });

    it('is so for its causes too', () => {
      const cause = Object.assign(new Error('inner'), { stack: ['Error: inner', ...theirs, ...outer].join('\n') });
      assert.equal(
        stored([...theirs, ...outer], cause),
        ['Error: boom', ...theirs, 'Caused by: Error: inner', ...theirs].join('\n'),
      );
    });
  });
});
