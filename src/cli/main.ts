#!/usr/bin/env node
import { runCli } from './cli.ts';
import { EXIT } from './exit-codes.ts';

for (const stream of [process.stdout, process.stderr]) {
  // A reader that has seen enough (`skep jobs ls | head`) is no error.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
  });
}

const code = await runCli(process.argv.slice(2));
// Whatever user code has left open (timers, sockets) must not keep a finished command alive.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
