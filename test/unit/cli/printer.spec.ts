import assert from 'node:assert/strict';

import picocolors from 'picocolors';

import { CHECKS } from '../../../src/cli/commands/doctor.ts';
import { type Column, tableLines } from '../../../src/cli/fit-table.ts';
import { ENQUEUED, JOBS, QUEUES, SCHEDULES, WORKERS } from '../../../src/cli/layouts.ts';
import { Printer } from '../../../src/cli/printer.ts';
import { printable, shownText, Terminal } from '../../../src/cli/terminal.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import type { JobView, QueueView, ScheduleView, WorkerView } from '../../../src/api/index.ts';
import type { DoctorCheck } from '../../../src/platform/index.ts';

class Recorded extends Terminal {
  text = '';
  readonly #width: number | undefined;

  constructor(width: number | undefined) {
    super();
    this.#width = width;
  }

  override get width(): number | undefined {
    return this.#width;
  }

  override data(text: string): void {
    this.text += `${text}\n`;
  }
}

const AGO: readonly [ms: number, shown: string][] = [
  [500, 'now'],
  [-500, 'now'],
  [59_000, '59s ago'],
  [3 * 60_000 + 59_000, '3m ago'],
  [25 * 3_600_000, '1d ago'],
  [-2 * 3_600_000 - 30_000, 'in 2h'],
];

async function shown(ms: number, width: number | undefined, output: 'table' | 'wide' = 'table'): Promise<string> {
  const terminal = new Recorded(width);
  const createdAt = new Date(systemClock.now() - ms).toISOString();
  const job = {
    id: '01a220bf-99dd-7762-9dc6-cd6d740aeb69',
    task: 'emails.send',
    state: 'available',
    attempt: 0,
    maxAttempts: 4,
    createdAt,
  };
  await new Printer(terminal, output).list(JOBS, [{ ...job, error: null } as unknown as JobView]);
  return terminal.text;
}

describe('a table on a terminal', () => {
  for (const [ms, age] of AGO) {
    it(`shows ${age} where the instant would be cut`, async () => {
      const text = await shown(ms, 80);
      assert.match(text, new RegExp(`${age}\\n$`));
      assert.ok(!text.includes('…'), text);
    });
  }

  it('shows the instant where there is room, and where a program reads', async () => {
    for (const text of [await shown(60_000, 120), await shown(60_000, undefined), await shown(60_000, 80, 'wide')]) {
      assert.match(text, /\d{4}-\d\d-\d\dT[\d:.]+Z/);
    }
  });

  // Before the tests begin, which may be minutes later: `soon` is then still more than two hours away.
  const now = new Date(systemClock.now()).toISOString();
  const soon = new Date(systemClock.now() + 2.5 * 3_600_000).toISOString();
  const uuid = '01a220bf-99dd-7762-9dc6-cd6d740aeb69';
  const job = { state: 'completed', attempt: 1, maxAttempts: 25, createdAt: now, error: null };
  const jobs = [
    { ...job, id: uuid, task: 'emails.send' },
    { ...job, id: uuid, task: 'users.log-activity', state: 'available' },
    { ...job, id: 'weekly-reminder-of-all-users@2026-11-28T10:40:58.000Z', task: 'reports.generate-weekly' },
    { ...job, id: 'x'.repeat(255), task: `t${'y'.repeat(99)}` },
  ] as unknown as JobView[];
  const counts = { available: 10_000, running: 100, scheduled: 10_000, retryable: 10_000, dead: 5_000 };
  const queues = ['default', 'emails-and-newsletters'].map((name) => ({
    ...{ name, declared: true, paused: false, held: 7, counts, oldestAgeMs: 1_500, workers: 12 },
  })) as unknown as QueueView[];
  const schedules = [
    { name: 'digest', task: 'emails.digest', cron: '0 9 * * 1-5', timezone: 'Europe/Berlin', inForce: true },
    { name: 'reminder-of-users', task: 'users.log-activity', everyMs: 5_400_000, cron: null, inForce: false },
    { name: 'ahead', task: 'a', everyMs: 1_000, cron: null, inForce: true, decidedUntil: soon },
  ].map((schedule) => ({
    paused: false,
    held: 7,
    decidedUntil: null,
    next: soon,
    last: now,
    ...schedule,
  })) as unknown as ScheduleView[];
  const workers = [
    {
      ...{
        id: uuid,
        state: 'running',
        host: 'worker-5d8f7c9b6d-x2x7q',
        pid: 1_234_567,
        roles: ['worker', 'scheduler', 'api'],
      },
      ...{ queues: { default: 10, emails: 20, reports: 2 }, running: 17, schedulesInForce: false, startedAt: now },
    },
  ] as unknown as WorkerView[];
  const checks = [{ name: 'manifest', status: 'fail', message: 'its handlers have problems '.repeat(8).trim() }];

  function at<T>(width: number, { columns }: { columns: readonly Column<T>[] }, items: readonly T[]): string[] {
    const lines = tableLines(
      columns.filter(({ wide }) => wide !== true),
      items,
      width,
    );
    for (const line of lines) assert.ok(line.length <= width, line);
    return lines;
  }

  it('shows every column of a table in 80 characters, however long its ids and names', () => {
    const titles = (lines: readonly string[]): string[] => lines[0]?.split(/ +/) ?? [];
    assert.deepEqual(titles(at(80, JOBS, jobs)), ['ID', 'STATE', 'TASK', 'ATTEMPT', 'CREATED']);
    assert.deepEqual(titles(at(80, SCHEDULES, schedules)), ['SCHEDULE', 'STATUS', 'BEGINS', 'WHEN', 'NEXT', 'LAST']);
    const [, ofWorkers] = at(80, WORKERS, workers);
    assert.match(ofWorkers ?? '', /^01a\S*…\S+ +running +17 +not in force +\S+ +1234567 /);
    const ofQueues = at(80, QUEUES, queues);
    assert.match(ofQueues[0] ?? '', /^QUEUE +STATUS +AVAIL +HELD +RUNNING +SCHED +RETRY +DEAD +OLDEST +WORKERS$/);
    assert.match(ofQueues[2] ?? '', /^em\S*…\S+ +active +10000 +7 +100 +10000 +10000 +5000 +1\.5s +12$/);
    assert.match(
      at(80, ENQUEUED, [{ id: 'z'.repeat(255), state: 'available', existing: true }])[1] ?? '',
      /available +true$/,
    );
  });

  it('shortens what is longest, ids beyond the length of our own first', () => {
    const lines = at(80, JOBS, jobs);
    assert.match(lines[1] ?? '', new RegExp(`^${uuid} +completed +emails\\.send +1/25 +(?:now|\\w+ ago)$`));
    assert.match(lines[2] ?? '', /available +users\S*…\S*tivity +1\/25/);
    assert.match(lines[3] ?? '', /^weekly-\S+…\S+:58\.000Z +completed/);
    assert.match(at(40, JOBS, jobs)[1] ?? '', /^01a\S*…\S+ +completed/, 'our own where nothing else is left');
  });

  it('lets status and next tick stand', () => {
    const [, digest, reminder, ahead] = at(80, SCHEDULES, schedules);
    assert.match(digest ?? '', /^digest +active .* in 2h +(?:now|\w+ ago)$/);
    assert.match(reminder ?? '', /^\S+ +not in force .* 1h30m +in 2h +(?:now|\w+ ago)$/);
    assert.match(ahead ?? '', /^ahead +waits for \S*… /);
    const [first] = schedules;
    assert.match(at(80, SCHEDULES, [{ ...(first ?? assert.fail()), next: null }])[1] ?? '', /^digest +over /);
  });

  it('breaks the findings of doctor between words', () => {
    const lines = at(80, CHECKS, checks as unknown as DoctorCheck[]);
    assert.equal(
      lines
        .slice(1)
        .map((line) => line.slice(18).trim())
        .join(' '),
      checks[0]?.message,
    );
  });
});

describe('the last door before a terminal', () => {
  const evil = 'a\u202eb\u001b[31m\u009bc\u0007\td\n';
  const seen = 'a\\u202eb\\x1b[31m\\x9bc\\x07\td\n';

  it('makes visible what steers it; line ends and tabs stay', () => {
    assert.equal(shownText(evil, false), seen);
  });

  it('lets our own colours through where there are any, and no other sequence', () => {
    const { bold, red } = picocolors.createColors(true);
    assert.equal(shownText(`${bold(red('bad'))} x`, true), `${bold(red('bad'))} x`);
    for (const other of ['\u001b[8m', '\u001b[2J', '\u001b]0;t\u0007', '\u001b[31;40m', '\u001b[H', '\u202e']) {
      assert.ok(!shownText(`a${other}b`, true).includes(other), JSON.stringify(other));
    }
  });

  it('is passed by what is visible already', () => {
    assert.equal(shownText(printable(evil), true), printable(evil));
  });
});
