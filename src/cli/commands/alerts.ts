import type { Command } from 'commander';

import type { AlertView, PauseRequest } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { pauseFlags, pauseRequest } from '../pause-flags.ts';
import type { Layout } from '../printer.ts';
import { onList } from '../watching.ts';

const ALERTS: Layout<AlertView> = {
  plural: 'alerts',
  name: ({ name }) => name,
  columns: [
    { title: 'ALERT', of: ({ name }) => name, yields: 'middle' },
    { title: 'STATE', of: ({ state, silence }) => (silence === null ? state : `${state}, silent`) },
    { title: 'SINCE', of: ({ since }) => since, instant: true },
    { title: 'TOLD', of: ({ toldAt }) => toldAt, instant: true },
    { title: 'WHAT', of: whatOf, yields: 'wrapped', keeps: 20 },
    { title: 'WHEN', of: ({ when }) => when, wide: true },
    { title: 'TO', of: ({ to }) => to.join(', '), wide: true },
  ],
};

function whatOf({ subjects, more }: AlertView): string | null {
  const [first] = subjects;
  if (first === undefined) return null;
  const others = subjects.length - 1 + more;
  return others === 0 ? first.message : `${first.message}, and ${others} more`;
}

/** The task whose jobs tell alerts: a hold on it silences. */
const TELLS = 'skep.alert';

export function registerAlerts(program: Command, exit: ExitSlot): void {
  const alerts = program.command('alerts').description('alerts of the manifest, and which of them hold');
  onList(alerts.command('ls').description('list them, with what was found at the last look'), exit, async (call) => {
    await call.printer.list(ALERTS, await (await call.operations()).alerts());
    return undefined;
  });
  const silence = alerts
    .command('silence')
    .description('let nobody be told of an alert while a hold stands; `skep hold rm silence-NAME` ends it')
    .argument('<alert>');
  onCall<PauseRequest>(pauseFlags(silence), exit, async (call, [name = ''], why) => {
    const operations = await call.operations();
    await operations.addHold({ name: `silence-${name}`, task: TELLS, tag: name, ...pauseRequest(why) });
    await call.printer.list(
      ALERTS,
      (await operations.alerts()).filter((alert) => alert.name === name),
    );
    return undefined;
  });
}
