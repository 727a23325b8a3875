import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Logger } from '../../../src/foundation/index.ts';
import type { TelemetrySpec } from '../../../src/manifest/index.ts';
import { createLogger, type LoggerOptions } from '../../../src/telemetry/index.ts';
import { door, LOADING } from '../../support/built.ts';
import { jobWith, record } from './recording.ts';

type Line = Record<string, unknown>;

function captured(
  spec: Partial<TelemetrySpec['logs']> = {},
  options: Partial<LoggerOptions> = {},
): { logger: Logger; text: () => string; lines: () => Line[] } {
  let written = '';
  const destination = {
    write: (chunk: string): void => {
      written += chunk;
    },
  };
  const logger = createLogger({ level: 'debug', format: 'json', ...spec }, { destination, isTty: false, ...options });
  return {
    logger,
    text: () => written,
    lines: () =>
      written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line),
  };
}

describe('logs', () => {
  it('are JSON lines with the instant, the level by name, the fields and the message', () => {
    const { logger, lines } = captured({}, { base: { service: 'shop' } });
    logger.info({ queue: 'emails' }, 'queue paused');
    const [line] = lines();
    assert.ok(line);
    assert.match(String(line['time']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      { ...line, time: '' },
      { level: 'info', time: '', service: 'shop', queue: 'emails', msg: 'queue paused' },
    );
  });

  it('tell the class of an error, of its cause and of errors deeper down', () => {
    class PaymentDeclined extends RangeError {}
    const { logger, lines } = captured();
    const cause = new PaymentDeclined('no');
    logger.error({ err: new Error('E1') }, 'one');
    logger.error({ err: cause }, 'two');
    logger.error({ error: new TypeError('E3', { cause }), list: [cause] }, 'three');
    const [one, two, three] = lines() as Record<string, Record<string, unknown> & { 0: { type: string } }>[];
    assert.deepEqual([one?.['err']?.['type'], one?.['err']?.['message']], ['Error', 'E1']);
    assert.match(String(one?.['err']?.['stack']), /E1[^]*logs\.spec/);
    assert.equal(two?.['err']?.['type'], 'PaymentDeclined');
    assert.deepEqual([three?.['error']?.['type'], three?.['list']?.[0].type], ['TypeError', 'PaymentDeclined']);
    assert.equal((three?.['error']?.['cause'] as Line)['type'], 'PaymentDeclined');
  });

  it('show what objects hold elsewhere than in fields, with secrets hidden', () => {
    const { logger, lines } = captured();
    const map = new Map<unknown, unknown>([
      ['a', 1],
      ['password', 'canary'],
      [{}, new Set([new Map([[2, 'b']])])],
    ]);
    logger.info({ map, url: new URL('redis://u:canary@h/'), form: /x/g, bytes: new Uint8Array(70_000) }, 'held');
    logger.info({ lost: Promise.resolve(1), at: new Date(0), empty: {}, bare: Object.create(null) }, 'kinds');
    const [held = {}, kinds = {}] = lines();
    assert.deepEqual(held['map'], { a: 1, password: '[redacted]', '[Object]': [{ 2: 'b' }] });
    assert.deepEqual([held['url'], held['form']], ['redis://u:***@h/', '/x/g']);
    assert.equal(held['bytes'], '[Uint8Array of 70000 bytes]');
    assert.deepEqual(
      [kinds['lost'], kinds['at'], kinds['empty'], kinds['bare']],
      ['[Promise]', '1970-01-01T00:00:00.000Z', {}, {}],
    );
  });

  it('lose one field, and not the line, to what throws when it is read', () => {
    const explode = (): never => {
      throw new Error('g');
    };
    const { logger, lines } = captured();
    const deep = Object.defineProperty({ b: 1 }, 'a', { enumerable: true, get: explode });
    const err = Object.defineProperty(new Error('E'), 'message', { get: explode });
    logger.info({ deep, err, proxy: new Proxy({}, { getPrototypeOf: explode }) }, 'kept');
    logger.info(Object.defineProperty({ b: 1 }, 'a', { enumerable: true, get: explode }), 'kept');
    const [first, second] = lines();
    assert.deepEqual([first?.['msg'], first?.['deep']], ['kept', { b: 1, a: '[cannot be read: g]' }]);
    assert.equal((first?.['err'] as Line)['type'], 'Error');
    assert.equal(first?.['proxy'], '[cannot be read: g]');
    assert.deepEqual([second?.['msg'], second?.['b'], second?.['a']], ['kept', 1, '[cannot be read: g]']);
  });

  it('leave out what is below the level', () => {
    const { logger, text } = captured({ level: 'warn' });
    logger.info({}, 'quiet');
    logger.debug({}, 'quiet');
    assert.equal(text(), '');
    logger.warn({}, 'loud');
    assert.match(text(), /loud/);
  });

  it('add the fields of a child to each of its lines', () => {
    const { logger, lines } = captured();
    logger.child({ job: 'a' }).child({ attempt: 2 }).error({}, 'x');
    assert.equal(lines()[0]?.['job'], 'a');
    assert.equal(lines()[0]?.['attempt'], 2);
  });

  it('hide secrets by their names, at any depth, and passwords in URLs, in both forms', () => {
    const secrets = {
      authorization: 'Bearer hunter2',
      headers: { Cookie: 'sid=hunter2', 'x-api-key': 'hunter2', 'set-cookie': ['hunter2'] },
      config: {
        dbPassword: 'hunter2',
        accessToken: 'hunter2',
        client_secret: 'hunter2',
        credentials: { a: 'hunter2' },
      },
      url: 'redis://user:hunter2@host:6379/0',
      error: new Error('cannot reach postgres://me:hunter2@db/x'),
    };
    for (const format of ['json', 'pretty'] as const) {
      const { logger, text } = captured({ format });
      logger.info(secrets, 'connecting to amqp://a:hunter2@mq');
      logger.child(secrets).info({}, 'child');
      assert.ok(!text().includes('hunter2'), text());
      assert.match(text(), /redis:\/\/user:\*\*\*@host/);
    }
  });

  it('show counts and settings that are merely called like secrets', () => {
    const { logger, lines } = captured();
    logger.info({ tokens: 3, token: false }, 'x');
    assert.deepEqual([lines()[0]?.['tokens'], lines()[0]?.['token']], [3, false]);
  });

  it('write errors with name, message, code and cause', () => {
    const { logger, lines } = captured();
    const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER' });
    logger.error({ error: new Error('outer', { cause }) }, 'x');
    const error = lines()[0]?.['error'] as Line;
    assert.equal(error['message'], 'outer');
    const inner = error['cause'] as Line;
    assert.deepEqual([inner['name'], inner['message'], inner['code']], ['TypeError', 'inner', 'E_INNER']);
  });

  it('survive whatever a handler logs: cycles, bigints, huge texts, names of the line itself, no fields at all', () => {
    const { logger, lines } = captured();
    const cycle: Line = { big: 10n, when: new Date(0), fn: () => 1, level: 'mine', text: 'x'.repeat(100_000) };
    cycle['self'] = cycle;
    logger.info(cycle, 'x');
    logger.info(undefined as never, 'y');
    logger.info('text' as never, 7 as never);
    const [line] = lines();
    assert.equal(line?.['level'], 'info');
    assert.equal(line['level_'], 'mine');
    assert.equal(line['big'], '10');
    assert.equal(line['when'], '1970-01-01T00:00:00.000Z');
    assert.ok(String(line['text']).length < 20_000);
    assert.equal(lines().length, 3);
  });

  it('keep one record on one line, and control characters away from the terminal', () => {
    const evil = 'a\u001b[2J\u0007\u009bb';
    const json = captured();
    json.logger.info({ evil, nested: { evil } }, `${evil}\nlevel=fake`);
    assert.equal(json.text().split('\n').length, 2);
    const pretty = captured({ format: 'pretty' });
    pretty.logger.info({ evil, nested: { evil } }, evil);
    for (const text of [json.text(), pretty.text()]) {
      // eslint-disable-next-line no-control-regex -- they are what is looked for
      assert.ok(!/[\u001b\u0007]/.test(text), JSON.stringify(text));
    }
  });

  it('are text for people on a terminal and JSON elsewhere when the form is left open', () => {
    const terminal = captured({ format: 'auto' }, { isTty: true });
    terminal.logger.info({ queue: 'emails' }, 'queue paused');
    assert.match(terminal.text(), /INFO.*queue paused.*emails/s);
    const file = captured({ format: 'auto' });
    file.logger.info({}, 'x');
    assert.equal(file.lines().length, 1);
  });

  it('have colours on a terminal alone, and none for whoever wants none', () => {
    for (const [options, colored] of [
      [{ isTty: true }, true],
      [{ isTty: true, color: false }, false],
      [{ isTty: false }, false],
    ] as const) {
      const { logger, text } = captured({ format: 'pretty' }, options);
      logger.warn({ queue: 'emails' }, 'queue paused');
      assert.equal(text().includes('\u001b['), colored, JSON.stringify([options, text()]));
    }
  });

  it('carry the ids of the active span, and none outside of a trace', async () => {
    const { logger, lines } = captured();
    const recording = record();
    try {
      let traceId: string | null = null;
      await recording.tracer.attempt(jobWith(), 1, async (attempt) => {
        traceId = attempt.traceId;
        await Promise.resolve();
        logger.info({}, 'inside');
      });
      logger.info({}, 'outside');
      const [inside, outside] = lines();
      assert.ok(traceId);
      assert.equal(inside?.['trace_id'], traceId);
      assert.match(String(inside['span_id']), /^[0-9a-f]{16}$/);
      assert.ok(!('trace_id' in (outside ?? {})));
    } finally {
      await recording.stop();
    }
  });

  it('are complete on standard error when the process exits at once', async () => {
    const script = `
      const { createLogger } = await import(${JSON.stringify(door('telemetry'))});
      const logger = createLogger({ level: 'info', format: 'json' }, { isTty: false });
      for (let n = 0; n < 500; n += 1) logger.info({ n }, 'line');
      process.exit(3);`;
    const run = promisify(execFile)(process.execPath, [...LOADING, '--input-type=module', '-e', script]);
    const ended = await run.catch((error: unknown) => error as { code: number; stderr: string; stdout: string });
    assert.equal((ended as { code?: number }).code, 3);
    assert.equal(ended.stderr.trimEnd().split('\n').length, 500);
    assert.equal(ended.stdout, '');
  });
});
