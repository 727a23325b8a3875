/** The manifest in force. */
import type { Diagnostic, JsonObject } from '../foundation/index.ts';
import type { EndpointsOf } from './operation.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface ManifestOperations {
  manifest(): Promise<ManifestView>;
  /** Every process reloads; the answer is this one's result. @throws MANIFEST_INVALID (details.diagnostics) */
  reload(): Promise<ManifestView>;
  /** The files as they were when they were read, secrets covered; and those that were refused since. */
  manifestSource(): Promise<ManifestSourceView>;
  /** Which manifests were in force, and what became of reloads of the process that answers. */
  manifestHistory(): Promise<ManifestHistoryView>;
  /** What is wrong with a text in the place of the main file, and what it would change. Nothing is written. */
  draftManifest(text: string): Promise<ManifestDraftView>;
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
    readonly workflows: number;
    readonly schedules: number;
    readonly httpRoutes: number;
  };
  /** Problems of the newest file that was refused; empty while the file on disk is the one in force. */
  readonly problems: readonly Diagnostic[];
  readonly refusedAt: string | null;
}

/** Lines and columns are those of the file; where a secret stands there are as many stars. */
export interface ManifestFileView {
  /** As diagnostics name it. */
  readonly file: string;
  readonly text: string;
}

export interface ManifestSourceView {
  readonly hash: string;
  readonly loadedAt: string;
  /** In force; the main file first. */
  readonly files: readonly ManifestFileView[];
  /** Why newer files are not in force, beside the files as they are now; null: none were refused. */
  readonly refused: {
    readonly at: string;
    readonly problems: readonly Diagnostic[];
    readonly files: readonly ManifestFileView[];
  } | null;
}

export interface ManifestHistoryView {
  /** By the store, over all processes; the newest first. */
  readonly revisions: readonly {
    readonly revision: number;
    readonly hash: string;
    readonly appliedAt: string;
    /** `host:pid` that was the first to apply it, or who said so. */
    readonly by: string;
    /** file: it was read by a process · apply, rollback: somebody said so · revert: its successor made things worse. */
    readonly cause: string;
    readonly message: string | null;
  }[];
  /** Of the process that answers, since it began; the newest first. */
  readonly reloads: readonly ReloadView[];
}

export interface ReloadView {
  readonly at: string;
  /** What asked for it: `watch`, `signal`, `request`. */
  readonly reason: string;
  readonly status: 'applied' | 'refused';
  /** Of the manifest that it led to; null: it was refused. */
  readonly hash: string | null;
  readonly revision: number | null;
  /** What it changed, as `tasks: greet changed`. */
  readonly changes: readonly string[];
  /** Why it was refused. */
  readonly problems: readonly Diagnostic[];
}

export interface ManifestDraftView {
  readonly valid: boolean;
  readonly problems: readonly Diagnostic[];
  /** Against the manifest in force, as `tasks: greet changed`; [] of an invalid one. */
  readonly changes: readonly string[];
}

export const diagnosticSchema: JsonObject = {
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
      workflows: integer,
      schedules: integer,
      httpRoutes: integer,
    }),
    problems: described(
      listOf(diagnosticSchema),
      'Of the newest file that was refused; empty while the file is in force',
    ),
    refusedAt: orNull(instant),
  }),
);

const file = objectOf<ManifestFileView>({
  file: described(text, 'As diagnostics name it'),
  text: described(text, 'With as many stars where a secret stands: lines and columns are those of the file'),
});

const source: JsonObject = view(
  'ManifestSource',
  objectOf<ManifestSourceView>({
    hash: text,
    loadedAt: instant,
    files: described(listOf(file), 'In force; the main file first'),
    refused: described(
      orNull(
        objectOf<NonNullable<ManifestSourceView['refused']>>({
          at: instant,
          problems: listOf(diagnosticSchema),
          files: described(listOf(file), 'As they are now'),
        }),
      ),
      'Why newer files are not in force; null: none were refused',
    ),
  }),
);

const history: JsonObject = view(
  'ManifestHistory',
  objectOf<ManifestHistoryView>({
    revisions: described(
      listOf(
        objectOf<ManifestHistoryView['revisions'][number]>({
          revision: integer,
          hash: text,
          appliedAt: instant,
          by: described(text, 'Who was the first to apply it'),
          cause: described(text, '`file`, `apply`, `rollback` or `revert`'),
          message: orNull(text),
        }),
      ),
      'Manifests that were in force, the newest first',
    ),
    reloads: described(
      listOf(
        objectOf<ReloadView>({
          at: instant,
          reason: described(text, 'What asked for it'),
          status: { type: 'string', enum: ['applied', 'refused'] },
          hash: orNull(text),
          revision: orNull(integer),
          changes: texts,
          problems: listOf(diagnosticSchema),
        }),
      ),
      'Of the process that answers, since it began; the newest first',
    ),
  }),
);

const draft: JsonObject = view(
  'ManifestDraft',
  objectOf<ManifestDraftView>({
    valid: boolean,
    problems: listOf(diagnosticSchema),
    changes: described(texts, 'Against the manifest in force'),
  }),
);

/** As long as a file may be. */
const TEXT_MAX = 4 * 1024 * 1024;

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
  manifestSource: {
    name: 'getManifestSource',
    method: 'GET',
    path: '/api/manifest/source',
    access: 'viewer',
    tag: 'manifest',
    summary: 'The text of the manifest in force, and of newer files that were refused, with secrets covered',
    done: { status: 200, description: 'The files', schema: source },
    ask: () => ({}),
    act: ({ operations }) => operations.manifestSource(),
  },
  manifestHistory: {
    name: 'getManifestHistory',
    method: 'GET',
    path: '/api/manifest/history',
    access: 'viewer',
    tag: 'manifest',
    summary: 'Which manifests were in force, and what became of reloads',
    done: { status: 200, description: 'The history', schema: history },
    ask: () => ({}),
    act: ({ operations }) => operations.manifestHistory(),
  },
  draftManifest: {
    name: 'draftManifest',
    method: 'POST',
    path: '/api/manifest/draft',
    access: 'admin',
    tag: 'manifest',
    summary: 'What is wrong with a text in the place of the main file, and what it would change; nothing is written',
    body: {
      type: 'object',
      required: ['text'],
      additionalProperties: false,
      description: '{ "text": "version: 1\\n…" }',
      properties: { text: { type: 'string', maxLength: TEXT_MAX, description: 'YAML, as it would stand in the file' } },
    },
    done: { status: 200, description: 'What would come of it', schema: draft },
    ask: (text) => ({ body: { text } }),
    act: ({ operations, body }) => operations.draftManifest((body as { readonly text: string }).text),
  },
};
