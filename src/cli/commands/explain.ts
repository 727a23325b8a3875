import type { Command } from 'commander';
import type { ExplainView, WhyView } from '../../api/index.ts';
import { counted, formatDuration } from '../../foundation/index.ts';
import { type ExitSlot, onCall } from '../command-call.ts';
import { EXIT } from '../exit-codes.ts';
import { faultText } from '../fault-text.ts';
import { payloadOf } from '../given-payload.ts';
import { printable } from '../terminal.ts';

export function registerExplain(program: Command, exit: ExitSlot): void {
  const explain = program.command('explain').description('what would become of a job; nothing is enqueued');
  explain.argument('<task>').option('--payload <payload>', 'check it too: JSON, @file, or - for stdin');
  onCall<{ payload?: string }>(explain, exit, async (call, [task = ''], { payload }) => {
    const request = payload === undefined ? {} : { payload: await payloadOf(call, payload) };
    const operations = await call.operations();
    const view = await operations.explainTask(task, request);
    await call.printer.value(view, explainLines(view));
    return view.payload?.valid === false ? EXIT.usage : undefined;
  });
  const why = program.command('why').description('why a job waits, and where its time went').argument('<id>');
  onCall(why, exit, async (call, [id = '']) => {
    const operations = await call.operations();
    const view = await operations.whyJob(id);
    await call.printer.value(view, whyLines(view));
    return undefined;
  });
}

type Fact = readonly [name: string, text: string | null];

function linesOf(facts: readonly Fact[]): string[] {
  return facts.flatMap(([name, text]) =>
    text === null || text === '' ? [] : [`${`${name}:`.padEnd(12)} ${printable(text)}`],
  );
}

function explainLines(view: ExplainView): string[] {
  const { work, retry, timeout } = view;
  return linesOf([
    ['task', `${view.task} (version ${view.version})`],
    ['work', `${work.kind} ${work.does}, ${work.executor}`],
    ['queue', `${view.queue}, ${routeText(view.route)}`],
    ['priority', String(view.priority)],
    ...otherWays(view),
    ['order', view.order === null ? null : `${view.order}${view.tenant === null ? '' : `, tenant ${view.tenant}`}`],
    ['at once', view.concurrency === null ? null : `${view.concurrency} of the queue, per process`],
    ...view.limits.map((limit): Fact => ['limit', limit]),
    ...view.standing.map((one): Fact => ['held by', standingText(one)]),
    ...keyFacts(view.unique),
    ['collects', collectText(view.collect)],
    ['resources', view.resources.join(', ')],
    ['timeout', limitsText(timeout) || 'none'],
    ['retry', `${retry.policy}, ${counted(retry.maxAttempts, 'attempt')} in all`],
    ['retry on', retry.retryOn.join(', ')],
    ['dead on', retry.deadOn.join(', ')],
    ...view.attempts.map(({ number, earliest, latest }): Fact => [
      `attempt ${number}`,
      earliest === latest ? earliest : `${earliest} … ${latest}`,
    ]),
    ...Object.entries(view.hooks).flatMap(([event, told]) => told.map((one): Fact => [`on ${event}`, one])),
    ...payloadFacts(view.payload),
  ]);
}

/** With a payload one of the routes has been chosen. */
function otherWays({ routes, payload }: ExplainView): Fact[] {
  if (payload !== null) return [];
  return routes.map(({ queue, where, priority }) => ['or queue', `${queue} where ${where}, priority ${priority}`]);
}

function standingText({ kind, name, means, reason, until }: ExplainView['standing'][number]): string {
  const what = kind === 'hold' ? `the hold ${name}` : `the pause of ${kind === 'queue' ? `the queue ${name}` : name}`;
  const more = [means, until === null ? null : `until ${until}`, reason].filter((one) => one !== null);
  return [what, ...more].join(', ');
}

function keyFacts(unique: ExplainView['unique']): Fact[] {
  if (unique === null) return [];
  const { rule, key, second, value } = unique;
  return [
    [rule, `by ${key === null ? 'the whole payload' : key.join(', ')}; a second one ${second}`],
    ['key', value],
  ];
}

function collectText(collect: ExplainView['collect']): string | null {
  if (collect === null) return null;
  const key = collect.key === null ? '' : `, those with the same ${collect.key}`;
  return `up to ${counted(collect.size, 'job')} a call${key}; the first waits ${formatDuration(collect.waitMs)} for company`;
}

function routeText(route: ExplainView['route']): string {
  if (route === null) return 'by default: no route matches';
  const { match, where, file, line } = route;
  return `by the route ${match}${where === null ? '' : ` where ${where}`}${file === null ? '' : ` at ${file}:${line ?? 1}`}`;
}

function limitsText({ softMs, hardMs }: ExplainView['timeout']): string {
  const soft = softMs === null ? [] : [`soft ${formatDuration(softMs)}`];
  return [...soft, ...(hardMs === null ? [] : [`hard ${formatDuration(hardMs)}`])].join(', ');
}

function payloadFacts(payload: ExplainView['payload']): Fact[] {
  if (payload === null) return [];
  if (payload.valid) return [['payload', 'valid']];
  return payload.problems.map(({ pointer, message }) => ['payload', `${pointer || '(payload)'} ${message}`]);
}

function whyLines(view: WhyView): string[] {
  const { runs, error, spent } = view;
  const running = runs?.by.map(({ worker, host, pid }) => `${worker} (${host}, process ${pid})`) ?? [];
  return linesOf([
    ['job', `${view.id} ${view.task}`],
    ['queue', view.queue],
    ['state', view.state],
    ['attempt', `${view.attempt} of ${view.maxAttempts}`],
    ['waits for', view.waits && `${view.waits.reason}: ${view.waits.name}`],
    ['until', view.waits?.until ?? null],
    ['because', view.waits?.text ?? null],
    ['runs since', runs?.since ?? null],
    ['runs in', running.length > 1 ? `one of ${running.join(', ')}` : running.join('')],
    ['waited', formatDuration(spent.waitedMs)],
    ['ran', formatDuration(spent.ranMs)],
    ['last error', error && faultText(error)],
    ['next', view.next],
  ]);
}
