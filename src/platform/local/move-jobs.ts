/** Named jobs that wait into another queue of the manifest. All of a filter are moved in bulk. */
import type { MovedView, MoveRequest } from '../../api/index.ts';
import type { JobsFacet, MoveReceipt } from '../../engine/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { refusalOf, unknownName } from './refusals.ts';

export interface MoveParts {
  readonly engine: { readonly jobs: Pick<JobsFacet, 'move'> };
  readonly manifest: Pick<Manifest, 'queues'>;
  /** Ends it between two steps: what is moved stays moved. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** Jobs per step, a few milliseconds of the store. */
const STEP = 500;
/** Of those that stay so many are told by name. */
const TOLD = 100;

/** @throws SkepError QUEUE_UNKNOWN, REQUEST_INVALID, USAGE; STOPPING when a signal ends it */
export async function moveJobs(request: MoveRequest, parts: MoveParts): Promise<MovedView> {
  checkForm(request);
  const to = targetOf(request.to, parts.manifest);
  const { ids } = request;
  if (ids.length === 0)
    throw new SkepError('REQUEST_INVALID', 'nothing says which jobs are to be moved', { hint: HINT });
  const sum = new Sum(to);
  for (let from = 0; from < ids.length; from += STEP) {
    if (parts.signals.some((signal) => signal?.aborted === true)) {
      throw new SkepError('STOPPING', `ended after ${sum.view.moved} jobs were moved`, {
        hint: 'the same call again moves the rest',
      });
    }
    for (const receipt of await parts.engine.jobs.move(ids.slice(from, from + STEP), to)) sum.add(receipt);
  }
  return sum.view;
}

const HINT = "give ids; all of a filter: startBulk({ action: 'move', to, filter: { queue: 'old' } })";

/** Programs in JavaScript call too; what comes by HTTP was checked before. */
function checkForm(request: unknown): void {
  const { to, ids } = (request ?? {}) as { readonly to?: unknown; readonly ids?: unknown };
  if (typeof to === 'string' && Array.isArray(ids) && ids.every((id) => typeof id === 'string')) return;
  throw new SkepError('USAGE', 'moveJobs takes the name of a queue, and ids as a list', {
    hint: "write moveJobs({ to: 'default', ids: ['one', 'two'] })",
  });
}

function targetOf(name: string, { queues }: MoveParts['manifest']): string {
  const spec = Object.hasOwn(queues, name) ? queues[name] : undefined;
  if (spec === undefined) throw unknownName('QUEUE_UNKNOWN', 'queue', name, Object.keys(queues));
  return name;
}

class Sum {
  #moved = 0;
  #there = 0;
  #stayed = 0;
  readonly #to: string;
  readonly #refusals: MovedView['refusals'][number][] = [];

  constructor(to: string) {
    this.#to = to;
  }

  get view(): MovedView {
    const counts = { moved: this.#moved, there: this.#there, stayed: this.#stayed };
    return { to: this.#to, ...counts, refusals: this.#refusals };
  }

  add(receipt: MoveReceipt): void {
    const refusal = refusalOf(receipt.id, receipt, 'moved');
    if (refusal === undefined) {
      if (receipt.from === null) this.#there += 1;
      else this.#moved += 1;
      return;
    }
    this.#stayed += 1;
    if (this.#refusals.length >= TOLD) return;
    const code = receipt.status === 'unknown' ? 'JOB_UNKNOWN' : 'STATE_CONFLICT';
    this.#refusals.push({ id: receipt.id, code, detail: refusal.message, state: receipt.state });
  }
}
