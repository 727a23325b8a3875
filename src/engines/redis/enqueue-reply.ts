/** What enqueue.lua says, and the receipts of the calls that it becomes. */
import { type EnqueueReceipt, idTaken, jobExists } from '../../engine/index.ts';
import type { Load } from './lanes/loads.ts';
import { stateOf } from './layout.ts';
import type { ScriptReply } from './scripts.ts';

/** `id` where it is that of another job, which has the key. */
type News = Omit<EnqueueReceipt, 'id'> & { readonly id?: string };

export interface EnqueueReply {
  /** A queue got its first job ever. */
  readonly fresh: boolean;
  /** Of the new jobs of each template. */
  readonly news: readonly News[];
  /** Of jobs that are stored already, or start later than their template says, by their number in the script's call. */
  readonly others: ReadonlyMap<number, News>;
}

/** First in the reply when an id is another task's. */
const TAKEN = 2;
/** Or when a key refuses one. */
const REFUSED = 3;
/** Where the instant begins in what is said of a job. */
const RUN_AT = 4;
const NONE: ReadonlyMap<number, News> = new Map();

/** @throws SkepError JOB_ID_TAKEN, JOB_EXISTS, and nothing is stored */
export function replyOf(reply: ScriptReply): EnqueueReply {
  // The usual one: a text, since a list of lists takes longer to write and to read than all else here.
  if (typeof reply === 'string') return { fresh: false, news: reply.split('\n').map(newsOf), others: NONE };
  const [first, created, existing] = reply as unknown as [number, string[], (number | string)[]];
  if (first === TAKEN) throw idTaken(String(created), String(existing));
  if (first === REFUSED) throw jobExists(String(existing), String(created));
  return { fresh: first === 1, news: created.map(newsOf), others: othersOf(existing) };
}

function othersOf(existing: readonly (number | string)[]): ReadonlyMap<number, News> {
  const others = new Map<number, News>();
  for (let i = 0; i < existing.length; i += 2) others.set(Number(existing[i]), newsOf(String(existing[i + 1])));
  return others;
}

/** 'n STATE RUN' created or 'e STATE RUN' existing; then the id, where it may be another one's. */
function newsOf(reply: string): News {
  const blank = reply.indexOf(' ', RUN_AT);
  const own = blank < 0;
  const news: News = {
    status: reply.startsWith('n') ? 'created' : 'existing',
    state: stateOf(reply.charAt(2)) ?? 'available',
    runAt: Number(own ? reply.slice(RUN_AT) : reply.slice(RUN_AT, blank)),
  };
  return own ? news : { ...news, id: reply.slice(blank + 1) };
}

/** Writes what a script said into the receipts of the calls. */
export function tell(
  group: readonly Load[],
  templates: readonly number[],
  { news, others }: EnqueueReply,
  receipts: readonly EnqueueReceipt[][],
): void {
  let number = 0;
  for (const { jobs, owners, places } of group) {
    for (let index = 0; index < jobs.length; index += 1) {
      const template = templates[number] ?? 0;
      number += 1;
      const id = jobs[index]?.id ?? '';
      const of = receipts[owners[index] ?? 0];
      const told = others.get(number) ?? news[template - 1];
      if (of && told)
        of[places[index] ?? 0] = { id: told.id ?? id, status: told.status, state: told.state, runAt: told.runAt };
    }
  }
}
