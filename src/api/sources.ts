/** Queues of brokers whose messages become jobs: what the manifest asks for, and how each process fares that takes from them. */
import type { JsonObject } from '../foundation/index.ts';
import { type EndpointsOf, under } from './operation.ts';
import { described, instant, integer, listOf, mapOf, objectOf, orNull, text, view } from './schemas.ts';

export interface SourceOperations {
  /** In the order of the manifest; after them those that only a process with another manifest has. */
  sources(): Promise<readonly SourceView[]>;
}

/** The better before the worse: what a source is as a whole is the worst that a process says. */
const PROCESS_STATES = ['consuming', 'connecting', 'waiting', 'refused'] as const;

/** How one process fares with one source. */
export interface SourceStateView {
  readonly state: (typeof PROCESS_STATES)[number];
  /** When that began, by the clock of its host; null: it is of an older version. */
  readonly since: string | null;
  /** Why no messages come, or what goes wrong although they do. */
  readonly trouble: string | null;
  readonly taken: number;
  readonly open: number;
  readonly stored: number;
  readonly refused: number;
  readonly refusals: Readonly<Record<string, number>>;
}

export interface SourceProcessView extends SourceStateView {
  /** As `GET /api/workers` names it. */
  readonly worker: string;
  readonly host: string;
  readonly pid: number;
}

export const SOURCE_STATES = [...PROCESS_STATES, 'unserved'] as const;

export interface SourceView extends Omit<SourceStateView, 'state'> {
  readonly name: string;
  /** Null, as `queue`, `task` and `prefetch`: only a process with another manifest has it. */
  readonly broker: string | null;
  readonly queue: string | null;
  readonly task: string | null;
  readonly prefetch: number | null;
  /** null: what is refused is rejected, and the queue decides. */
  readonly deadLetter: { readonly exchange: string; readonly routingKey: string | null } | null;
  readonly state: (typeof SOURCE_STATES)[number];
  readonly processes: readonly SourceProcessView[];
}

const counts = {
  since: described(orNull(instant), 'When that state began; null: nobody says'),
  trouble: described(orNull(text), 'Why no messages come, or what goes wrong although they do'),
  taken: described(integer, 'Messages so far that came, also those that came again'),
  open: described(integer, 'Messages that were taken and are not confirmed'),
  stored: described(integer, 'Messages so far whose job is stored'),
  refused: described(integer, 'Messages so far that could not become a job'),
  refusals: described(mapOf(integer), 'Of those how many by which code'),
};

export const sourceStateSchema: JsonObject = objectOf<SourceStateView>({
  state: described(
    { type: 'string', enum: PROCESS_STATES },
    'waiting: the broker is not to be reached; refused: it is there and says no',
  ),
  ...counts,
});

const source: JsonObject = view(
  'Source',
  objectOf<SourceView>({
    name: text,
    broker: described(orNull(text), 'Null, as the others: only a process with another manifest has it'),
    queue: described(orNull(text), 'Of the broker'),
    task: described(orNull(text), 'Whose jobs the messages become'),
    prefetch: described(orNull(integer), 'Messages that a process takes at most without a confirm'),
    deadLetter: described(
      orNull(objectOf<NonNullable<SourceView['deadLetter']>>({ exchange: text, routingKey: orNull(text) })),
      'Where those go that cannot become a job; null: they are rejected',
    ),
    state: described(
      { type: 'string', enum: SOURCE_STATES },
      'The worst that a process says; unserved: no process takes from it',
    ),
    ...counts,
    processes: described(
      listOf(
        objectOf<SourceProcessView>({
          worker: described(text, 'As in `GET /api/workers`'),
          host: text,
          pid: integer,
          state: { type: 'string', enum: PROCESS_STATES },
          ...counts,
        }),
      ),
      'Those that take from it; their counts begin with the process, or with a change of the source',
    ),
  }),
);

export const sourceEndpoints: EndpointsOf<SourceOperations> = {
  sources: {
    name: 'listSources',
    method: 'GET',
    path: '/api/sources',
    access: 'viewer',
    tag: 'sources',
    summary: 'Queues of brokers that feed tasks, and how each process fares that takes from them',
    done: {
      status: 200,
      description: 'The sources',
      schema: objectOf<{ sources: unknown }>({ sources: listOf(source) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.sources(),
    wire: under('sources'),
  },
};
