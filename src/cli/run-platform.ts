/** `skep run`: a platform and its admin API from start to end, steered by the process' signals. */
import { tell } from '../core/index.ts';
import { createPlatform, type Platform } from '../platform/index.ts';

import { DrainLine } from './drain-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { ProcessEvents } from './process-events.ts';
import { isBurst, platformOptions, type RunFlags } from './run-flags.ts';
import { sayStarted } from './run-summary.ts';
import type { CommandCall } from './command-call.ts';
import { standardStreams } from './standard-streams.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Runs until a signal, until a burst has nothing left to do, or until something breaks.
 * @throws SkepError of a start that failed: MANIFEST_INVALID, ADDRESS_IN_USE, STORE_REFUSED …
 */
export async function runPlatform(call: CommandCall, flags: RunFlags): Promise<ExitCode> {
  const events = new ProcessEvents(call.terminal);
  try {
    // Modules that are being loaded may take their time; a signal does not wait for them, for nothing runs yet.
    const platform = await Promise.race([createPlatform(platformOptions(call, flags)), events.ended]);
    if (platform === undefined) return events.code;
    return await runToEnd(platform, events, call, flags);
  } finally {
    events.forget();
  }
}

async function runToEnd(
  platform: Platform,
  events: ProcessEvents,
  call: CommandCall,
  flags: RunFlags,
): Promise<ExitCode> {
  const supervisor = await supervisorOf(platform, call);
  events.attach(platform, supervisor);
  platform.addChecks(() => standardStreams.checks());
  standardStreams.onLoss((what) => tell(platform.logger, 'prints.lost', { what }));
  let clean: boolean;
  try {
    await start(platform, events, call, flags);
    if (!events.over()) supervisor?.ready();
    await (isBurst(flags) ? Promise.race([events.ended, platform.drained(flags.burstWait)]) : events.ended);
  } finally {
    supervisor?.stopping();
    const drain = new DrainLine(call, platform);
    clean = await platform.shutDown();
    drain.end();
    await supervisor?.end();
  }
  if (!clean && events.code === EXIT.done) return EXIT.failed;
  return events.code;
}

/** Whoever runs this process and wants to hear of it; nothing is loaded where nobody does. */
async function supervisorOf(platform: Platform, { terminal }: CommandCall): Promise<Supervisor | undefined> {
  if (terminal.env['NOTIFY_SOCKET'] === undefined) return undefined;
  const { Supervisor } = await import('./supervisor.ts');
  return Supervisor.of(platform, terminal.env);
}

/** The admin API first: while the store cannot be reached, it says so. */
async function start(platform: Platform, events: ProcessEvents, call: CommandCall, flags: RunFlags): Promise<void> {
  if (events.over()) return;
  await serve(platform, flags);
  try {
    await platform.start();
  } catch (error) {
    // A signal during the start ends it; that is no failure.
    if (events.over()) return;
    throw error;
  }
  if (!events.over()) sayStarted(call.terminal, platform);
}

/**
 * The admin API, or, in a process without that role, what `health` of the manifest or a port of its own asks for. Nobody
 * probes a burst, and the manifest's address is that of the worker beside it.
 */
async function serve(platform: Platform, flags: RunFlags): Promise<void> {
  const { host, port } = flags;
  const { health } = platform.manifest();
  const serves = platform.roles.includes('api');
  if (!serves && port === undefined && (health === null || isBurst(flags))) return;
  const given = { ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }) };
  // A worker that serves nothing does not load what serves.
  const { AdminServer } = await import('../admin/index.ts');
  const server = new AdminServer(platform, serves ? given : { ...health, ...given, healthOnly: true });
  platform.addDoor(server);
  await server.start();
  if (serves) platform.announceAdmin(server.url);
}
