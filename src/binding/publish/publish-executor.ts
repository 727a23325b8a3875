/** Does the work of a task by a message to an exchange: what the broker's confirm, or having none, means for the attempt. */
import { type Letter, PublishError, Publisher } from '../../amqp/index.ts';
import {
  type Executor,
  fillTemplate,
  type HandlerContext,
  type Resource,
  type ResourceModule,
  type SharedResources,
  traceparentOf,
  writtenOut,
} from '../../core/index.ts';
import {
  anySignal,
  type Clock,
  formatDuration,
  type Json,
  newAborter,
  pause,
  systemClock,
} from '../../foundation/index.ts';
import { type Manifest, PUBLISH_TASK, type PublishSpec, type TaskSpec } from '../../manifest/index.ts';

/** Of the built-in task. */
const HOOK_TIMEOUT_MS = 30_000;
const CLOSE_MS = 5_000;
/** Routing keys are short texts of AMQP. */
const ROUTING_KEY_MAX = 255;

export interface PublishParts {
  readonly clock?: Clock;
}

/** What a task publishes with, by its name. */
export function publishWork(
  manifest: Manifest,
  shared: SharedResources,
  parts: PublishParts = {},
): (spec: TaskSpec) => { readonly executor: Executor; readonly resources: readonly Resource[] } | undefined {
  const brokers = new Map(
    Object.values(manifest.brokers).map(({ name, url }) => [name, resourceOf(name, url, shared)]),
  );
  return ({ name, publish }) => {
    if (name === PUBLISH_TASK) {
      const resources = [...new Set(brokersOfHooks(manifest))].flatMap((broker) => brokers.get(broker) ?? []);
      return { executor: hookExecutor(parts), resources };
    }
    if (publish === null) return undefined;
    const resource = brokers.get(publish.broker);
    return { executor: publishExecutor(publish, parts), resources: resource === undefined ? [] : [resource] };
  };
}

/** One connection for all tasks of the process; a reload that changes the address brings another. */
function resourceOf(broker: string, url: string, shared: SharedResources): Resource {
  const config = { url, name: `skep publish ${broker}` };
  return shared.of(
    { name: keyOf(broker), scope: 'process', config, openTimeoutMs: CLOSE_MS, closeTimeoutMs: CLOSE_MS },
    PUBLISHERS,
  );
}

const PUBLISHERS: ResourceModule = {
  open: (config) => {
    const { url, name } = config as { readonly url: string; readonly name: string };
    return new Publisher(url, name);
  },
  close: (publisher) => (publisher as Publisher).close(),
};

/** Resources of users have no colon in their names. */
function keyOf(broker: string): string {
  return `broker:${broker}`;
}

function brokersOfHooks({ tasks }: Manifest): readonly string[] {
  const hooks = Object.values(tasks).flatMap(({ on }) => Object.values(on ?? {}).flat());
  return hooks.flatMap((hook) => (hook.kind === 'publish' ? [hook.broker] : []));
}

function publishExecutor(spec: PublishSpec, parts: PublishParts): Executor {
  return {
    // All of it is in the manifest: nothing of it is loaded.
    code: 'publish',
    start: (payload: Json, ctx) => {
      const { id, task, queue } = ctx.job;
      const scope = { payload, job: { id, task, queue, attempt: ctx.attempt } };
      const headers = Object.entries(spec.headers).map(([name, text]) => [name, writtenOut(fillTemplate(text, scope))]);
      const message: Message = {
        ...{ exchange: spec.exchange, mandatory: spec.mandatory },
        routingKey: writtenOut(fillTemplate(spec.routingKey, scope)),
        body: spec.body === null ? payload : fillTemplate(spec.body, scope),
        headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
      };
      return published(message, ctx, { ...spec, ...parts });
    },
  };
}

/** The built-in task: whoever stored its job has filled everything in but the address, which the manifest in force has. */
function hookExecutor(parts: PublishParts): Executor {
  return {
    code: 'publish',
    start: (payload: Json, ctx) => {
      const { broker, routingKey, ...told } = payload as unknown as HookMessage;
      const message: Message = { ...told, routingKey: writtenOut(routingKey), headers: { 'skep-event': told.event } };
      return published(message, ctx, { broker, timeoutMs: HOOK_TIMEOUT_MS, ...parts });
    },
  };
}

interface Message {
  readonly exchange: string;
  readonly routingKey: string;
  readonly mandatory: boolean;
  readonly body: Json;
  readonly headers: Readonly<Record<string, string>>;
}

interface HookMessage extends Omit<Message, 'routingKey' | 'headers'> {
  readonly event: string;
  readonly broker: string;
  readonly routingKey: Json;
}

type Way = Pick<PublishSpec, 'broker' | 'timeoutMs'> & PublishParts;

/** @throws what makes the attempt fail, or the job dead */
async function published(message: Message, ctx: HandlerContext, way: Way): Promise<Json> {
  const { exchange, routingKey } = message;
  const publisher = ctx.resources[keyOf(way.broker)] as Publisher | undefined;
  if (publisher === undefined) throw impossible(ctx, `the manifest in force has no broker \`${way.broker}\` for it`);
  if (Buffer.byteLength(routingKey) > ROUTING_KEY_MAX) {
    throw impossible(ctx, `the routing key that the payload makes has more than ${ROUTING_KEY_MAX} bytes`);
  }
  ctx.span.setAttribute('messaging.system', 'rabbitmq');
  ctx.span.setAttribute('messaging.destination.name', [exchange, routingKey].filter((text) => text !== '').join(':'));
  await inTime(publisher, letterOf(message, ctx), ctx, way);
  return { exchange, routingKey, messageId: ctx.idempotencyKey };
}

/** The same id for every attempt: by it a receiver knows a message that comes twice. */
function letterOf({ exchange, routingKey, mandatory, body, headers }: Message, ctx: HandlerContext): Letter {
  const { id, task } = ctx.job;
  const traceparent = traceparentOf(ctx.span) ?? ctx.job.traceparent;
  const own = { 'skep-job': id, 'skep-task': task, 'skep-attempt': ctx.attempt };
  return {
    exchange,
    routingKey,
    content: Buffer.from(JSON.stringify(body)),
    options: {
      messageId: ctx.idempotencyKey,
      persistent: true,
      contentType: 'application/json',
      contentEncoding: 'utf-8',
      mandatory,
      headers: { ...headers, ...own, ...(traceparent === null ? {} : { traceparent }) },
    },
  };
}

async function inTime(
  publisher: Publisher,
  letter: Letter,
  ctx: HandlerContext,
  { clock = systemClock, timeoutMs }: Way,
): Promise<void> {
  const over = newAborter();
  const settled = publisher.send(letter).then(
    () => 'sent' as const,
    (error: unknown) => ({ error }),
  );
  const waiting = Promise.race([pause(clock, timeoutMs, anySignal([ctx.signal, over.signal])), settled]);
  const end = await waiting;
  over.abort();
  if (end === 'sent') return;
  if (end !== undefined) throw end.error;
  if (ctx.signal.aborted) throw ctx.signal.reason;
  const blocked = await publisher.blocked();
  const why = blocked === null ? '' : `: it has blocked the connection: ${blocked}`;
  const message = `the broker has not confirmed it within ${formatDuration(timeoutMs)}${why}`;
  throw new PublishError('PUBLISH_UNCONFIRMED', message);
}

function impossible(ctx: HandlerContext, message: string): Error {
  return ctx.dead(new PublishError('PUBLISH_IMPOSSIBLE', message));
}
