/** Log lines for people: what a line of 80 columns shows, and what it leaves to programs. */
import assert from 'node:assert/strict';

import { tell } from '../../../src/core/index.ts';
import type { Diagnostic } from '../../../src/foundation/index.ts';
import { createLogger } from '../../../src/telemetry/index.ts';
import { prettyLine } from '../../../src/telemetry/pretty.ts';

const problem = (n: number): Diagnostic => ({
  ...{ code: 'SCHEMA_UNKNOWN_KEY', severity: 'error', message: `unknown key \`k${n}\``, file: 'jobs.yaml' },
  ...{ line: n, column: 3, endColumn: 5, path: `k${n}`, source: `  k${n}: 1`, hint: 'known here: task' },
});

/** What the logger of a terminal of that width writes, `HEAD` for instant and level. */
function shown(columns: number, write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const head = (line: string): string => `HEAD ${String((JSON.parse(line) as { msg: unknown }).msg)}\n`;
  const destination = {
    write: (line: string): void => {
      text += prettyLine(line, { head, color: false, columns: () => columns });
    },
  };
  write(createLogger({ level: 'debug', format: 'json' }, { destination, isTty: false, base: { app: 'shop' } }));
  return text;
}

describe('log lines for people', () => {
  const problems = Array.from({ length: 11 }, (_, at) => problem(at + 1));
  const refused = (list: readonly Diagnostic[]) =>
    shown(80, (logger) =>
      tell(logger, 'manifest.refused', { reason: 'files', first: 'jobs.yaml:1:3: unknown key `k1`', problems: list }),
    );

  it('show the first problems of a manifest as `skep check` does, and how many more there are', () => {
    const text = refused(problems);
    assert.ok(text.startsWith('HEAD manifest refused, the one in force stays:  reason=files\n'), text);
    assert.ok(
      text.includes(
        [
          '    jobs.yaml:1:3 error SCHEMA_UNKNOWN_KEY',
          '      unknown key `k1`',
          '      1 |   k1: 1',
          '            ^^',
          '      hint: known here: task',
          '    jobs.yaml:2:3 error',
        ].join('\n'),
      ),
      text,
    );
    assert.ok(text.endsWith('    8 more: `skep check`\n'), text);
    assert.doesNotMatch(text, /[{}]/);
    assert.doesNotMatch(refused(problems.slice(0, 2)), /more/);
  });

  it('show a warning of the manifest in the same way', () => {
    const warning = { ...problem(4), severity: 'warning' };
    const text = shown(80, (logger) => tell(logger, 'manifest.warning', warning));
    assert.match(text, /^HEAD a warning of the manifest:\n {4}jobs\.yaml:4:3 warning SCHEMA_UNKNOWN_KEY\n/);
  });

  it('leave out what the message says, what is empty, and what only programs read', () => {
    const hash = 'a1'.repeat(32);
    const text = shown(80, (logger) =>
      logger.info(
        { event: 'x', hash, error: null, tags: [], queue: 'emails', size: 17, to: ['a', 'b'] },
        'emails stop',
      ),
    );
    assert.equal(text, 'HEAD emails stop  size=17 to=a,b\n');
  });

  it('are broken between words on a terminal, and nowhere else', () => {
    const message = 'a message of a handler that has more to say than goes into one line of the terminal';
    const fields = { jobId: '01a221c9-5d36-70f8-8cc7-6c0e2906c5d0', task: 'emails.send', note: 'two words', n: 1 };
    const lines = shown(80, (logger) => logger.info(fields, message)).split('\n');
    assert.deepEqual(lines, [
      'HEAD a message of a handler that has more to say than goes',
      '    into one line of the terminal',
      '    jobId=01a221c9-5d36-70f8-8cc7-6c0e2906c5d0 task=emails.send note="two words"',
      '    n=1',
      '',
    ]);
    assert.equal(shown(Infinity, (logger) => logger.info(fields, message)).split('\n').length, 2);
  });

  it('show the stack of an error below, with its cause, and its message once', () => {
    const error = new Error('no answer', { cause: new TypeError('inner') });
    const text = shown(80, (logger) => logger.error({ error }, 'attempt failed: Error: no answer'));
    assert.equal(text.split('no answer').length, 2, text);
    assert.match(text, /^HEAD attempt failed: Error: no answer\n {8}at .*pretty\.spec\.ts/);
    assert.match(text, /caused by TypeError: inner\n {8}at /);
    assert.match(
      shown(80, (logger) => logger.error({ err: error }, 'that went wrong')),
      /^HEAD that went wrong\n {4}Error: no answer\n {8}at [^]*caused by TypeError: inner\n {8}at /,
    );
  });
});
