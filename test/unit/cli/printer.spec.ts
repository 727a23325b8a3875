import assert from 'node:assert/strict';

import { JOBS } from '../../../src/cli/layouts.ts';
import { Printer } from '../../../src/cli/printer.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import { systemClock } from '../../../src/foundation/index.ts';
import type { JobView } from '../../../src/platform/index.ts';

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
});
