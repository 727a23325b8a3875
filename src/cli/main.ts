#!/usr/bin/env node
import { runCli } from './cli.ts';
import { EXIT } from './exit-codes.ts';
import { standardStreams } from './standard-streams.ts';
import { wentUnheard } from './terminal.ts';

const code = await runCli(process.argv.slice(2));
// Whatever user code has left open (timers, sockets) must not keep a finished command alive.
await standardStreams.flushed();
process.exit(code === EXIT.done && wentUnheard() ? EXIT.failed : code);
