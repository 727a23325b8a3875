/** A signal that comes when a command is over: a process of its own, for it would end this one. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const SRC = path.join(import.meta.dirname, '../../../src/cli');

/** Ends its command, is sent the signal by itself, and lets the loop turn before it exits. */
const program = (make: string, signal: string): string => `
${make}
over.forget();
process.kill(process.pid, '${signal}');
setTimeout(() => process.exit(130), 50);
`;

const url = (file: string): string => JSON.stringify(pathToFileURL(path.join(SRC, file)).href);
const COMMANDS = {
  'skep run': `const { ProcessEvents } = await import(${url('process-events.ts')});
const over = new ProcessEvents({ env: {} });`,
  'a command that watches': `const { Ending } = await import(${url('ending.ts')});
const over = new Ending();`,
} as const;

describe('the last moments of a command', () => {
  for (const [name, make] of Object.entries(COMMANDS)) {
    it(`a signal that comes late does not take its exit code away: ${name}`, async () => {
      const args = ['--import', 'tsx', '--input-type=module', '-e', program(make, 'SIGINT')];
      const one = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
      assert.deepEqual(await once(one, 'exit'), [130, null]);
    });
  }
});
