import type { Command } from 'commander';

import type { HttpRouteView, PlaceView, RoutesView, RouteTestView, TestedRoute } from '../../api/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { type Column, tableLines } from '../fit-table.ts';
import { payloadOf } from '../given-payload.ts';
import type { Terminal } from '../terminal.ts';

type TaskRoute = RoutesView['tasks'][number];

const OF_TASKS: readonly Column<TaskRoute>[] = [
  { title: 'TASKS', of: ({ match }) => match, yields: 'middle' },
  { title: 'WHERE', of: ({ where }) => where, yields: 'end' },
  { title: 'QUEUE', of: ({ queue }) => queue, yields: 'middle' },
  { title: 'PRIORITY', of: ({ priority }) => priority },
  { title: 'DECIDES ON', of: ({ tasks }) => tasks.join(', ') || 'nothing', yields: 'end' },
  { title: 'PLACE', of: ({ place }) => placeText(place) },
];

const OF_REQUESTS: readonly Column<HttpRouteView>[] = [
  { title: 'REQUEST', of: ({ method, path }) => `${method} ${path}`, yields: 'middle' },
  { title: 'BECOMES', of: ({ kind }) => kind },
  { title: 'OF', of: ({ does }) => does.join(', '), yields: 'end' },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'PUBLIC', of: ({ public: open }) => (open ? 'yes' : null) },
  { title: 'PLACE', of: ({ place }) => placeText(place) },
];

const TESTED: readonly Column<TestedRoute>[] = [
  { title: 'VERDICT', of: ({ verdict }) => verdict },
  { title: 'TASKS', of: ({ match }) => match, yields: 'middle' },
  { title: 'QUEUE', of: ({ queue }) => queue, yields: 'middle' },
  { title: 'WHY', of: ({ why }) => why, yields: 'wrapped', keeps: 20 },
  { title: 'PLACE', of: ({ place }) => placeText(place) },
];

/** As diagnostics write it, so that editors open it. */
export function placeText(place: PlaceView | null): string | null {
  return place && `${place.file}:${place.line}`;
}

export function registerRoutes(program: Command, exit: ExitSlot): void {
  const routes = program.command('routes').description('which queue jobs go to, and what requests become jobs');
  onCall(
    routes.command('ls').description('list the routes, in the order in which they are asked'),
    exit,
    async (call) => {
      const view = await (await call.operations()).routes();
      await call.printer.value(view, routeLines(view, call.terminal));
      return undefined;
    },
  );
  const test = routes
    .command('test')
    .description('which route decides on a job, and why the others do not; nothing is enqueued')
    .argument('<task>')
    .argument('[payload]', 'JSON, @file, or - for stdin (default: null)');
  onCall(test, exit, async (call, [task = '', source]) => {
    const payload = source === undefined ? {} : { payload: await payloadOf(call, source) };
    const view = await (await call.operations()).testRoutes({ task, ...payload });
    await call.printer.value(view, testLines(view, call.terminal));
    return undefined;
  });
}

function routeLines({ tasks, http }: RoutesView, terminal: Terminal): readonly string[] {
  const parts = [titled(OF_TASKS, tasks, terminal), titled(OF_REQUESTS, http, terminal)].filter(
    ({ length }) => length > 0,
  );
  return parts.length === 0
    ? ['no routes: all jobs go to the default queue']
    : parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]));
}

function titled<T>(columns: readonly Column<T>[], items: readonly T[], { width, stdoutColors }: Terminal): string[] {
  if (items.length === 0) return [];
  const [titles = '', ...rows] = tableLines(columns, items, width);
  return [stdoutColors.bold(titles), ...rows];
}

function testLines({ queue, priority, decides, routes }: RouteTestView, terminal: Terminal): readonly string[] {
  const by =
    decides === null ? 'no route decides: it is the default queue' : `route ${decides + 1} of ${routes.length} decides`;
  return [`to the queue ${queue}, priority ${priority}; ${by}`, ...titled(TESTED, routes, terminal)];
}
