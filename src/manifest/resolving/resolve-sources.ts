/** What JSON Schema cannot say of brokers, of the queues that feed tasks, and of messages that are published. */
import { placedHooks } from '../placed-hooks.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Task = Resolving['source']['tasks'][string];
type Add = (path: Path, message: string, hint?: string) => void;

/** Routing keys and names of headers are short texts of AMQP. */
const SHORT_TEXT = 255;
const NO_PLACE = 'write `exchange`, or the name of a queue as `routingKey`';

export function resolveSources(context: Resolving): void {
  const { combined, problems, source } = context;
  const add: Add = (path, message, hint) => problems.add('REF_PUBLISH', combined.spot(path), message, hint);
  for (const [name, { url }] of Object.entries(source.brokers)) {
    if (!URL.canParse(url)) problems.add('REF_BROKER', combined.spot(['brokers', name]), 'this is no address');
  }
  for (const [name, { broker, queue, deadLetter }] of Object.entries(source.sources)) {
    const path = ['sources', name];
    checkBroker(context, broker, path);
    if (deadLetter?.exchange === '' && (deadLetter.routingKey ?? queue) === queue) {
      add([...path, 'deadLetter'], 'this leads back to the queue of the source', NO_PLACE);
    }
  }
  for (const [name, task] of context.tasks) {
    if (task.publish !== null || task.on !== null) checkTask(context, task, ['tasks', name], add);
  }
}

function checkTask(context: Resolving, { publish, on }: Task, path: Path, add: Add): void {
  if (publish !== null) {
    checkBroker(context, publish.broker, [...path, 'publish']);
    checkPublish(publish, [...path, 'publish'], add);
  }
  for (const { hook, path: inside } of placedHooks(on)) {
    if (typeof hook === 'string' || !('publish' in hook)) continue;
    const place = [...path, ...inside, 'publish'];
    checkBroker(context, hook.publish.broker, place);
    checkPlace(hook.publish, place, add);
  }
}

/** Where none is said, it must be plain which one is meant. */
function checkBroker({ combined, problems }: Resolving, said: string | null, path: Path): void {
  // One that cannot be read is there all the same.
  const [first, second] = combined.names('brokers');
  if (said !== null || (first !== undefined && second === undefined)) return;
  const [message, hint] =
    first === undefined
      ? ['the manifest has no broker', 'declare one: `brokers: { shop: "${AMQP_URL}" }`']
      : ['the manifest has several brokers, and it is not said which one is meant', `write \`broker: ${first}\``];
  problems.add('REF_BROKER', combined.spot(path), message, hint);
}

function checkPublish(publish: NonNullable<Task['publish']>, path: Path, add: Add): void {
  checkPlace(publish, path, add);
  for (const name of Object.keys(publish.headers)) {
    const flaw = flawOfHeader(name);
    if (flaw !== null) add([...path, 'headers', name], flaw);
  }
}

function checkPlace(
  { exchange, routingKey }: { readonly exchange: string; readonly routingKey: string },
  path: Path,
  add: Add,
): void {
  if (exchange === '' && routingKey === '') add(path, 'this message goes nowhere', NO_PLACE);
  if (!routingKey.includes('${') && Buffer.byteLength(routingKey) > SHORT_TEXT) {
    add([...path, 'routingKey'], `a routing key has at most ${SHORT_TEXT} bytes`);
  }
}

function flawOfHeader(name: string): string | null {
  if (name === '' || Buffer.byteLength(name) > SHORT_TEXT) return 'this is no name of a header';
  const low = name.toLowerCase();
  const own = low.startsWith('skep-') || low === 'traceparent' || low === 'tracestate';
  return own ? `the header \`${name}\` is Skep's own` : null;
}
