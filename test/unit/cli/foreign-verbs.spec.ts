/** Verbs of other programs lead to commands that there are. */
import assert from 'node:assert/strict';

import type { Command } from 'commander';

import { createProgram } from '../../../src/cli/cli.ts';
import { adviceOn, FOREIGN_VERBS, FOREIGN_VERBS_OF_GROUPS } from '../../../src/cli/foreign-verbs.ts';

describe('verbs of other programs', () => {
  const program = createProgram({ code: undefined });
  const named = (within: Command, name: string) => within.commands.find((one) => one.name() === name);

  for (const [verb, commands] of Object.entries(FOREIGN_VERBS)) {
    it(`${verb}: ${commands.join(', ')}`, () => {
      assert.equal(named(program, verb), undefined, 'there is a command of that name');
      for (const line of commands) {
        const [, ...words] = line.split(' ');
        const first = named(program, words[0] ?? '');
        assert.ok(first, line);
        const second = first.commands.length > 0 ? named(first, words[1] ?? '') : first;
        assert.ok(second, line);
        const { unknown } = second.parseOptions(words.slice(second === first ? 1 : 2));
        assert.deepEqual(unknown, [], line);
      }
    });
  }

  it('of a group are what some group has', () => {
    const groups = program.commands.filter(({ commands }) => commands.length > 0);
    const known = new Set(groups.flatMap(({ commands }) => commands.map((one) => one.name())));
    const missing = Object.values(FOREIGN_VERBS_OF_GROUPS)
      .flat()
      .filter((verb) => !known.has(verb));
    assert.deepEqual(missing, []);
  });

  it('are looked up in the group that they are said of', () => {
    const jobs = { name: 'jobs', verbs: ['ls', 'show', 'rm', 'cancel'] };
    assert.equal(adviceOn('Delete', jobs), 'here that is `skep jobs rm`');
    assert.equal(adviceOn('delete', { name: 'queues', verbs: ['ls'] }), undefined);
    assert.equal(adviceOn('validate', jobs), undefined);
    assert.equal(adviceOn('validate', null), 'here that is `skep check`');
    assert.equal(adviceOn('constructor', null), undefined);
  });
});
