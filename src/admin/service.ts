/** What the server says of itself: health, readiness, its document, and an index for those who open it in a browser. */
import {
  type Access,
  type Answer,
  boolean,
  type Call,
  described,
  type Endpoint,
  endpoint,
  listOf,
  objectOf,
  ok,
  orNull,
  text,
  texts,
  view,
} from '../api/index.ts';
import type { Manifest } from '../manifest/index.ts';
import { manifestFingerprint, type ReadinessView, type Served, type ServedOperations } from '../platform/index.ts';
import { DOCS_POLICY, DOCS_STYLE, docsPage } from './docs-page.ts';
import { escaped } from './html.ts';
import { openApiDocument } from './openapi.ts';
import type { SessionDesk } from './session-desk.ts';

/** What the server lends to an endpoint. */
export interface ServerCall extends Call<ServedOperations> {
  readonly served: Served;
  /** Login and logout. */
  readonly desk: SessionDesk;
  /** Whether the caller showed a token, or none is needed. */
  readonly trusted: boolean;
  /** Whether it sees some queues and tasks alone. */
  readonly scoped: boolean;
  /** Whether the client would rather have HTML than JSON. */
  readonly wantsHtml: boolean;
  /** The media types that it would have, as it says. */
  readonly accept: string;
  /** What the client says that it was told last. */
  readonly lastEventId: string | null;
  /** Streams of events that are open, over all requests, and how many may be. */
  readonly streams: OpenStreams;
  /** Asks anew whether the caller may have this: tokens change while a stream goes on. @throws as at its begin */
  stillAdmitted(): Promise<void>;
}

export interface OpenStreams {
  now: number;
  readonly most: number;
}

export interface ServerEndpoint extends Endpoint<ServerCall> {
  /** Who may have it under that manifest, in place of what `access` says. */
  readonly accessBy?: (manifest: Manifest) => Access;
}

interface Health {
  readonly status: 'ok';
  readonly name: string;
  readonly version: string;
  readonly manifest: string;
}

const health = objectOf<Health>({
  status: { type: 'string', const: 'ok' },
  name: text,
  version: text,
  manifest: described(
    text,
    "SHA-256 of the manifest's absolute path: tells a CLI whether this server is that of its file",
  ),
});

const readinessView = view('Readiness', {
  ...objectOf<ReadinessView>({
    ready: boolean,
    reasons: texts,
    warnings: described(texts, 'What does not keep it from working and should be looked at all the same'),
    checks: listOf(
      objectOf<ReadinessView['checks'][number]>({
        name: text,
        status: { type: 'string', enum: ['ok', 'warn', 'fail'] },
        message: text,
        hint: orNull(text),
      }),
    ),
  }),
  required: ['ready'],
});

interface Index {
  readonly name: string;
  readonly version: string;
  readonly links: Readonly<Record<string, string>>;
  /** What its pages show besides; null: there are none. */
  readonly dashboard: { readonly title: string; readonly traceUrl: string | null } | null;
}

/** The manifest says who may ask whether the process lives. */
function probe(given: Parameters<typeof endpoint<ServerCall>>[0]): ServerEndpoint {
  return { ...endpoint<ServerCall>(given), accessBy: ({ admin }) => admin.probes };
}

/** Where `admin.probes` asks for a token. */
const PROBE_ERRORS = ['TOKEN_MISSING', 'TOKEN_INVALID', 'TOKEN_THROTTLED', 'SESSION_ENDED'] as const;

export const healthEndpoint: ServerEndpoint = probe({
  name: 'health',
  method: 'GET',
  path: '/healthz',
  access: 'open',
  tag: 'service',
  summary: 'Whether the process answers at all',
  answers: { 200: { description: 'It does', schema: health } },
  errors: PROBE_ERRORS,
  run: async ({ served }) => ok(healthOf(served)),
});

export const readinessEndpoint: ServerEndpoint = probe({
  name: 'readiness',
  method: 'GET',
  path: '/readyz',
  access: 'open',
  tag: 'service',
  summary: 'Whether it can take work; the reasons are told to known callers only',
  answers: {
    200: { description: 'Ready', schema: readinessView },
    503: { description: 'Not ready', schema: readinessView },
  },
  errors: PROBE_ERRORS,
  run: readiness,
});

const indexEndpoint: ServerEndpoint = endpoint({
  name: 'index',
  method: 'GET',
  path: '/',
  access: 'viewer',
  tag: 'service',
  summary: 'Where to go from here',
  answers: {
    200: {
      description: 'The index',
      schema: objectOf<Index>({
        name: text,
        version: text,
        links: { type: 'object', additionalProperties: text },
        dashboard: described(
          orNull(objectOf<NonNullable<Index['dashboard']>>({ title: text, traceUrl: orNull(text) })),
          'How the pages for people are set up; null: there are none',
        ),
      }),
      text: ['text/html'],
    },
  },
  run: async (call) => index(call),
});

/** No secret is in it, and a browser asks for it without a token. */
const docsStyle: ServerEndpoint = endpoint({
  name: 'docsStyle',
  method: 'GET',
  path: '/api-docs.css',
  access: 'open',
  tag: 'service',
  summary: 'Its style',
  answers: { 200: { description: 'The style', schema: null, text: ['text/css'] } },
  run: async () => ({ status: 200, type: 'text/css; charset=utf-8', body: DOCS_STYLE }),
});

/** @param table all endpoints, these included; read when the document is asked for */
export function serviceEndpoints(table: () => readonly ServerEndpoint[]): readonly ServerEndpoint[] {
  const documentEndpoint: ServerEndpoint = endpoint({
    name: 'document',
    method: 'GET',
    path: '/openapi.json',
    access: 'viewer',
    tag: 'service',
    summary: 'This API as an OpenAPI 3.1 document, with the HTTP routes of the manifest',
    answers: { 200: { description: 'The document', schema: { type: 'object' } } },
    run: async ({ served, scoped }) =>
      ok(openApiDocument(table(), served.version, documented(served.manifest(), scoped))),
  });
  const docsEndpoint: ServerEndpoint = endpoint({
    name: 'docs',
    method: 'GET',
    path: '/api-docs',
    access: 'viewer',
    tag: 'service',
    summary: 'The document as a page to read, without scripts and from this host alone',
    answers: { 200: { description: 'The page', schema: null, text: ['text/html'] } },
    run: async ({ served, scoped }) => ({
      status: 200,
      type: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': DOCS_POLICY },
      body: docsPage(openApiDocument(table(), served.version, documented(served.manifest(), scoped))),
    }),
  });
  return [healthEndpoint, readinessEndpoint, documentEndpoint, docsEndpoint, docsStyle, indexEndpoint];
}

/** Routes tell of tasks. */
function documented(manifest: Manifest, scoped: boolean): Manifest {
  return scoped ? { ...manifest, routes: { ...manifest.routes, http: [] } } : manifest;
}

function healthOf(served: Served): Health {
  const { name, file } = served.manifest();
  return { status: 'ok', name, version: served.version, manifest: manifestFingerprint(file) };
}

async function readiness({ served, trusted, scoped }: ServerCall): Promise<Answer> {
  const view = await served.readiness();
  return { status: view.ready ? 200 : 503, body: trusted && !scoped ? view : { ready: view.ready } };
}

const LINKS = {
  health: '/healthz',
  readiness: '/readyz',
  document: '/openapi.json',
  session: '/api/session',
  docs: '/api-docs',
  attention: '/api/attention',
  manifest: '/api/manifest',
  queues: '/api/queues',
  tasks: '/api/tasks',
  jobs: '/api/jobs',
  events: '/api/events',
  workflows: '/api/workflows',
  runs: '/api/runs',
  schedules: '/api/schedules',
  workers: '/api/workers',
} as const;

function index({ served, wantsHtml }: ServerCall): Answer {
  const { name, admin } = served.manifest();
  const { enabled, title, traceUrl, path } = admin.dashboard;
  const links = enabled && path !== '/' ? { dashboard: path, ...LINKS } : LINKS;
  const body: Index = { name, version: served.version, links, dashboard: enabled ? { title, traceUrl } : null };
  return wantsHtml ? { status: 200, type: 'text/html; charset=utf-8', body: page(body) } : ok(body);
}

/** Neither script nor style: the content security policy allows none. */
function page({ name, version, links }: Index): string {
  const items = Object.entries(links).map(([label, path]) => `<li><a href="${path}">${label}</a></li>`);
  const title = `${escaped(name)} · Skep ${escaped(version)}`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><ul>${items.join('')}</ul></html>\n`;
}
