/** Options of other programs lead to options that some command has. */
import assert from 'node:assert/strict';

import type { Command } from 'commander';

import { createProgram } from '../../../src/cli/cli.ts';
import { adviceOnOption, FOREIGN_OPTIONS } from '../../../src/cli/foreign-options.ts';

describe('options of other programs', () => {
  const program = createProgram({ code: undefined });
  const allOf = (command: Command): string[] => [
    ...command.options.map(({ long }) => long ?? ''),
    ...command.commands.flatMap(allOf),
  ];

  it('are what some command has', () => {
    const known = new Set(allOf(program));
    const missing = Object.values(FOREIGN_OPTIONS)
      .flat()
      .filter((option) => !known.has(option));
    assert.deepEqual(missing, []);
  });

  it('are looked up among those of the command', () => {
    assert.equal(adviceOnOption('--countdown', ['--delay', '--id']), 'did you mean `--delay`?');
    assert.equal(adviceOnOption('--maxAttempts', ['--max-attempts']), 'did you mean `--max-attempts`?');
    assert.equal(adviceOnOption('--countdown', ['--id']), undefined);
    assert.equal(adviceOnOption('--constructor', ['--id']), undefined);
  });
});
