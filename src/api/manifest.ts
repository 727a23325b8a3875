/** The manifest in force. */
import type { Diagnostic, JsonObject } from '../foundation/index.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface ManifestOperations {
  manifest(): Promise<ManifestView>;
  /** Every process reloads; the answer is this one's result. @throws MANIFEST_INVALID (details.diagnostics) */
  reload(): Promise<ManifestView>;
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
};
