/** The manifest in force, and the processes that have it. */
import type { Diagnostic, JsonObject } from '../foundation/index.ts';
import { type EndpointsOf, under } from './operation.ts';
import { boolean, described, instant, integer, listOf, mapOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface ManifestOperations {
  manifest(): Promise<ManifestView>;
  /** Every process reloads; the answer is this one's result. @throws MANIFEST_INVALID (details.diagnostics) */
  reload(): Promise<ManifestView>;
  workers(): Promise<readonly WorkerView[]>;
}

export interface ManifestView {
  readonly name: string;
  readonly file: string;
  readonly hash: string;
  readonly revision: number | null;
  readonly loadedAt: string;
  readonly engine: { readonly type: string; readonly location: string };
  readonly counts: {
    readonly queues: number;
    readonly tasks: number;
    readonly schedules: number;
    readonly httpRoutes: number;
  };
  /** Problems of the newest file that was refused; empty while the file on disk is the one in force. */
  readonly problems: readonly Diagnostic[];
  readonly refusedAt: string | null;
}

export interface WorkerView {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly roles: readonly string[];
  readonly queues: Readonly<Record<string, number>>;
  readonly running: number;
  readonly overrunning: number;
  /** Hard limits so far that passed unseen because a handler kept the event loop. */
  readonly standstills: number;
  /** When the process began, by its own clock; its session in the store may be younger. */
  readonly startedAt: string;
  readonly seenAt: string;
  readonly manifestHash: string;
  readonly manifestRevision: number | null;
  /** Whether its manifest's schedules are those in force; null for a process without the role scheduler. */
  readonly schedulesInForce: boolean | null;
  readonly adminUrl: string | null;
  /** What is wrong with it by its own word; its `/readyz` says more. */
  readonly troubles: readonly string[];
}

const diagnostic: JsonObject = {
  ...objectOf<Diagnostic>({
    code: text,
    severity: { type: 'string', enum: ['error', 'warning'] },
    message: text,
    file: text,
    line: integer,
    column: integer,
    endColumn: integer,
    path: text,
    source: text,
    hint: text,
    stack: listOf(text),
  }),
  required: ['code', 'severity', 'message', 'file', 'line', 'column', 'endColumn', 'path'],
};

const manifest: JsonObject = view(
  'Manifest',
  objectOf<ManifestView>({
    name: text,
    file: text,
    hash: text,
    revision: orNull(integer),
    loadedAt: instant,
    engine: objectOf<ManifestView['engine']>({ type: text, location: text }),
    counts: objectOf<ManifestView['counts']>({
      queues: integer,
      tasks: integer,
      schedules: integer,
      httpRoutes: integer,
    }),
    problems: described(listOf(diagnostic), 'Of the newest file that was refused; empty while the file is in force'),
    refusedAt: orNull(instant),
  }),
);

const worker: JsonObject = view(
  'Worker',
  objectOf<WorkerView>({
    id: text,
    host: text,
    pid: integer,
    version: text,
    roles: texts,
    queues: mapOf(integer),
    running: integer,
    overrunning: described(integer, 'Handlers whose attempt is over but which do not stop'),
    standstills: described(integer, 'Hard limits so far that passed unseen because a handler kept the event loop'),
    startedAt: instant,
    seenAt: instant,
    manifestHash: text,
    manifestRevision: orNull(integer),
    schedulesInForce: described(
      orNull(boolean),
      "Whether its manifest's schedules are those in force; null: no scheduler",
    ),
    adminUrl: orNull(text),
    troubles: described(texts, 'What is wrong with it by its own word'),
  }),
);

export const manifestEndpoints: EndpointsOf<ManifestOperations> = {
  manifest: {
    name: 'getManifest',
    method: 'GET',
    path: '/api/manifest',
    access: 'viewer',
    tag: 'manifest',
    summary: 'The manifest in force, and what is wrong with the newest file if that was refused',
    done: { status: 200, description: 'The manifest', schema: manifest },
    ask: () => ({}),
    act: ({ operations }) => operations.manifest(),
  },
  reload: {
    name: 'reload',
    method: 'POST',
    path: '/api/reload',
    access: 'admin',
    tag: 'manifest',
    summary: 'Read the manifest again, in every process; a broken one changes nothing',
    done: { status: 200, description: 'The manifest afterwards', schema: manifest },
    errors: ['MANIFEST_INVALID', 'MANIFEST_NOT_FOUND'],
    ask: () => ({}),
    act: ({ operations }) => operations.reload(),
  },
  workers: {
    name: 'listWorkers',
    method: 'GET',
    path: '/api/workers',
    access: 'viewer',
    tag: 'workers',
    summary: 'The processes that live',
    done: {
      status: 200,
      description: 'The processes',
      schema: objectOf<{ workers: unknown }>({ workers: listOf(worker) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.workers(),
    wire: under('workers'),
  },
};
