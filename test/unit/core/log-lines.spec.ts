import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { EVENT_LINES, type LogLineSpec, NOTICE_LINES, type NoticeName, tell } from '../../../src/core/index.ts';
import type { LogFields, Logger, LogLevel } from '../../../src/foundation/index.ts';

const ROOT = path.join(import.meta.dirname, '../../../src');
/** What users of the library and handlers write through, what hands lines of OpenTelemetry's own on, and what writes a handler. */
const OTHERS_LINES = [
  'telemetry/logs.ts',
  'telemetry/export-health.ts',
  'runtime/following/after-work.ts',
  'cli/starter.ts',
];

function sources(): [string, string][] {
  return readdirSync(ROOT, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')]);
}

function recorder(): { logger: Logger; lines: [LogLevel, LogFields, string][] } {
  const lines: [LogLevel, LogFields, string][] = [];
  const at =
    (level: LogLevel) =>
    (fields: LogFields, message: string): void => {
      lines.push([level, fields, message]);
    };
  const logger: Logger = {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: () => logger,
  };
  return { logger, lines };
}

describe('the table of log lines', () => {
  it('has every line that is written: none goes past it', () => {
    const past = sources().filter(([name, text]) => {
      return !OTHERS_LINES.includes(name) && /[lL]ogger\??\.(debug|info|warn|error)\(/.test(text);
    });
    assert.deepEqual(
      past.map(([name]) => name),
      [],
    );
  });

  it('has no line that nobody writes', () => {
    const all = sources()
      .filter(([name]) => !/^core\/\w+-lines\.ts$/.test(name))
      .map(([, text]) => text)
      .join('\n');
    const unused = Object.keys(NOTICE_LINES).filter((name) => !all.includes(`'${name}'`));
    assert.deepEqual(unused, []);
  });

  it('makes a message of whatever fields there are, on one line, with its name beside it', () => {
    const error = { name: 'Error', message: 'a\nb', stack: null, code: null };
    const some = { error, reason: 'r', attempt: 1, willRetry: true, inMs: 60_000, completed: 2 };
    for (const fields of [{}, some]) {
      for (const name of [...Object.keys(EVENT_LINES), ...Object.keys(NOTICE_LINES)] as NoticeName[]) {
        const { logger, lines } = recorder();
        tell(logger, name, fields);
        const [level, given, message] = lines[0] ?? assert.fail(name);
        assert.equal(level, lineOf(name).level);
        assert.equal(given['event'], name);
        assert.ok(message.length > 0 && !message.includes('\n'), `${name}: ${message}`);
      }
    }
  });

  it('counts in words', () => {
    const { logger, lines } = recorder();
    tell(logger, 'work.done', { completed: 1, failed: 2, ticked: 1, inMs: 59_700 });
    assert.equal(lines[0]?.[2], '1 tick fired, 1 job completed, 2 attempts failed in 60 s');
    tell(logger, 'work.done', { completed: 1, inMs: 312 });
    assert.equal(lines[1]?.[2], '1 job completed in less than 1 s');
  });

  it('says what an act was done to, and what a reload has changed', () => {
    const { logger, lines } = recorder();
    const [route, path] = ['/api/schedules/:schedule/run', '/api/schedules/digest/run'];
    tell(logger, 'request.acted', { method: 'POST', route, path, status: 202, caller: 'ann' });
    assert.equal(lines[0]?.[2], 'POST /api/schedules/digest/run 202 by ann');
    tell(logger, 'manifest.applied', { changes: ['tasks: a added', 'handlers reloaded: b'] });
    assert.equal(lines[1]?.[2], 'manifest applied: tasks: a added; handlers reloaded: b');
  });

  it('says when each is written, as a sentence', () => {
    for (const [name, { when }] of Object.entries({ ...EVENT_LINES, ...NOTICE_LINES })) {
      assert.match(when, /^[A-Z`].*\.$/, name);
    }
  });
});

function lineOf(name: NoticeName): LogLineSpec {
  return ({ ...EVENT_LINES, ...NOTICE_LINES } as Record<string, LogLineSpec>)[name] ?? assert.fail(name);
}
