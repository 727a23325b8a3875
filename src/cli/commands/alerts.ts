import type { Command } from 'commander';

import type { AlertReceiverView, AlertView, PauseRequest } from '../../api/index.ts';
import { SkepError, suggestion } from '../../foundation/index.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { pauseFlags, pauseRequest } from '../pause-flags.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const ALERTS: Layout<AlertView> = {
  plural: 'alerts',
  name: ({ name }) => name,
  columns: [
    { title: 'ALERT', of: ({ name }) => name, yields: 'middle' },
    { title: 'STATE', of: stateOf },
    { title: 'SINCE', of: ({ since }) => since, instant: true },
    { title: 'TOLD', of: ({ toldAt }) => toldAt, instant: true },
    { title: 'WHAT', of: whatOf, yields: 'wrapped', keeps: 20 },
    { title: 'WHEN', of: ({ when }) => when, wide: true },
    { title: 'TO', of: ({ to }) => to.join(', '), wide: true },
  ],
};

/** Whether it holds, whether somebody wants it unsaid, and whether it does not come through. */
function stateOf({ state, silence, receivers }: AlertView): string {
  const untold = receivers.some(({ untoldSince }) => untoldSince !== null);
  return [state, ...(silence === null ? [] : ['silent']), ...(untold ? ['untold'] : [])].join(', ');
}

/** Hints are for what is wrong. */
function sayUntold({ terminal, printer }: CommandCall, alerts: readonly AlertView[]): void {
  if (printer.output !== 'table' && printer.output !== 'wide') return;
  for (const { name, receivers } of alerts) {
    for (const receiver of receivers)
      if (receiver.untoldSince !== null) terminal.say(`${name}: ${untoldLine(receiver)}`);
  }
}

function untoldLine({ to, state, toldAt, untoldSince, error, job }: AlertReceiverView): string {
  const why = [error?.code, error?.message].filter(Boolean).join(', ');
  const last = toldAt === null ? 'never told before' : `told last ${toldAt}`;
  const then = state === 'failing' ? 'it is tried again by itself' : 'it is not tried again by itself';
  const way = job === null ? '' : `: \`skep jobs show ${job}\``;
  return `has not reached ${to} since ${untoldSince ?? ''} (${why}); ${last}; ${then}${way}`;
}

function whatOf({ subjects, more }: AlertView): string | null {
  const [first] = subjects;
  if (first === undefined) return null;
  const others = subjects.length - 1 + more;
  return others === 0 ? first.message : `${first.message}, and ${others} more`;
}

/** The task whose jobs tell alerts: a hold on it silences. */
const TELLS = 'skep.alert';

/** A mistyped name would silence nobody, and nobody would notice. @throws SkepError ALERT_UNKNOWN */
function assertKnown(name: string, alerts: readonly AlertView[]): void {
  const known = alerts.map((alert) => alert.name);
  if (known.includes(name)) return;
  const hint = suggestion(name.slice(0, 64), known) ?? '`skep alerts ls` lists them';
  throw new SkepError('ALERT_UNKNOWN', `there is no alert ${JSON.stringify(name.slice(0, 64))} in the manifest`, {
    hint,
  });
}

export function registerAlerts(program: Command, exit: ExitSlot): void {
  const alerts = program.command('alerts').description('alerts of the manifest, and which of them hold');
  onList(alerts.command('ls').description('list them, with what was found at the last look'), exit, async (call) => {
    const found = await (await call.operations()).alerts();
    await call.printer.list(ALERTS, found);
    sayUntold(call, found);
    return undefined;
  });
  const silence = alerts
    .command('silence')
    .description('let nobody be told of an alert while a hold stands; `skep hold rm silence-NAME` ends it')
    .argument('<alert>');
  onCall<PauseRequest>(pauseFlags(silence), exit, async (call, [name = ''], why) => {
    const operations = await call.operations();
    assertKnown(name, await operations.alerts());
    await operations.addHold({ name: `silence-${name}`, task: TELLS, tag: name, ...pauseRequest(why) });
    await call.printer.list(
      ALERTS,
      (await operations.alerts()).filter((alert) => alert.name === name),
    );
    return undefined;
  });
}
