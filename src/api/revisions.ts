/** Manifests that were in force, what another one would change, and putting it in force. */
import type { Diagnostic, JsonObject } from '../foundation/index.ts';
import { diagnosticSchema } from './manifest.ts';
import { type EndpointsOf, under } from './operation.ts';
import { boolean, described, instant, integer, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface RevisionOperations {
  /** The newest first; the first one is the current one. */
  revisions(): Promise<readonly RevisionView[]>;
  /** With its text, secrets covered. @throws REVISION_UNKNOWN */
  revision(number: number): Promise<RevisionDetailView>;
  /** What another manifest would change, and what of the work that waits it would strand. Nothing is written. @throws MANIFEST_INVALID, REVISION_UNKNOWN */
  plan(request?: PlanRequest): Promise<PlanView>;
  /** Puts it in force, in every process. @param by who @throws as plan; MANIFEST_MOVED, PLAN_REFUSED (details.refused) */
  applyManifest(request?: ApplyRequest, by?: string | null): Promise<AppliedView>;
}

export type RevisionCauseWord = 'file' | 'apply' | 'rollback' | 'revert';

export interface RevisionView {
  readonly revision: number;
  readonly hash: string;
  readonly appliedAt: string;
  /** Who: a person, or `host:pid` of a process that read a file. */
  readonly by: string;
  readonly cause: RevisionCauseWord;
  readonly message: string | null;
  /** The revision whose text it has, of a rollback or revert. */
  readonly of: number | null;
  /** On probation until then: what makes things worse is taken back; null: it is not. */
  readonly triedUntil: string | null;
}

export interface RevisionDetailView extends RevisionView {
  /** null: only those of the newest revisions are kept. */
  readonly files: readonly ManifestTextView[] | null;
  readonly handlers: Readonly<Record<string, string>>;
}

export interface ManifestTextView {
  /** Relative to the folder of the main file. */
  readonly path: string;
  readonly text: string;
}

/** One of them, or neither: the files as they lie on disk where the answer is made. */
export interface PlanRequest {
  /** The texts of all its files, the main one first. */
  readonly files?: readonly ManifestTextView[];
  /** A text in place of the main file; what it includes is read from disk where the answer is made. */
  readonly text?: string;
  /** A revision, in place of files. */
  readonly revision?: number;
}

export interface ApplyRequest extends PlanRequest {
  /** The revision that the plan was made for; 0: there was none. Refused when another one is in force. */
  readonly from?: number;
  readonly message?: string;
  /** Jobs that the plan would strand wait until somebody knows them again. */
  readonly hold?: boolean;
}

export interface PlanView {
  readonly from: { readonly revision: number; readonly hash: string } | null;
  readonly to: { readonly hash: string; readonly of: number | null };
  readonly changes: readonly PlannedChange[];
  readonly refused: readonly PlanRefusal[];
  /** Whose instants change, with the next ones before and afterwards. */
  readonly schedules: readonly PlannedSchedule[];
  /** Warnings about the manifest. */
  readonly problems: readonly Diagnostic[];
}

export interface PlannedChange {
  readonly kind: 'add' | 'change' | 'remove';
  /** Of the manifest; `handlers` for code. */
  readonly section: string;
  /** '' where the section has no names. */
  readonly name: string;
  readonly fields: readonly PlannedField[];
  /** What it means for the work that is there. */
  readonly effect: string;
}

export interface PlannedField {
  readonly name: string;
  /** null where there is none, or where it might hold a secret. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface PlanRefusal {
  readonly code: string;
  readonly text: string;
  /** How many jobs it is about. */
  readonly jobs: number;
}

export interface PlannedSchedule {
  readonly name: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface AppliedView {
  /** unchanged: it was in force already. */
  readonly status: 'applied' | 'unchanged';
  readonly revision: RevisionView;
  readonly plan: PlanView;
}

const revisionShape = {
  revision: integer,
  hash: text,
  appliedAt: instant,
  by: described(text, 'A person, or `host:pid` of a process that read a file'),
  cause: { type: 'string', enum: ['file', 'apply', 'rollback', 'revert'] },
  message: orNull(text),
  of: described(orNull(integer), 'The revision whose text it has, of a rollback or revert'),
  triedUntil: described(orNull(instant), 'On probation until then; null: it is not'),
};

const revision: JsonObject = view('Revision', objectOf<RevisionView>(revisionShape));

const textSchema = objectOf<ManifestTextView>({
  path: described(text, 'Relative to the folder of the main file'),
  text,
});

const detail: JsonObject = view(
  'RevisionDetail',
  objectOf<RevisionDetailView>({
    ...revisionShape,
    files: described(orNull(listOf(textSchema)), 'Secrets are covered; null: only those of the newest are kept'),
    handlers: { type: 'object', additionalProperties: text },
  }),
);

const plan: JsonObject = view(
  'Plan',
  objectOf<PlanView>({
    from: orNull(objectOf<NonNullable<PlanView['from']>>({ revision: integer, hash: text })),
    to: objectOf<PlanView['to']>({ hash: text, of: orNull(integer) }),
    changes: listOf(
      objectOf<PlannedChange>({
        kind: { type: 'string', enum: ['add', 'change', 'remove'] },
        section: text,
        name: text,
        fields: listOf(objectOf<PlannedField>({ name: text, before: orNull(text), after: orNull(text) })),
        effect: described(text, 'What it means for the work that is there'),
      }),
    ),
    refused: listOf(objectOf<PlanRefusal>({ code: text, text, jobs: integer })),
    schedules: listOf(objectOf<PlannedSchedule>({ name: text, before: listOf(instant), after: listOf(instant) })),
    problems: listOf(diagnosticSchema),
  }),
);

const applied: JsonObject = view(
  'AppliedManifest',
  objectOf<AppliedView>({ status: { type: 'string', enum: ['applied', 'unchanged'] }, revision, plan }),
);

/** As long as all files of a manifest together may be. */
const FILES_MAX = 1_001;
const PATH_MAX = 1_000;
const TEXT_MAX = 4 * 1024 * 1024;

const planProperties = {
  files: {
    type: 'array',
    minItems: 1,
    maxItems: FILES_MAX,
    description: 'The texts of all its files, the main one first; left out: as they lie on disk',
    items: {
      type: 'object',
      required: ['path', 'text'],
      additionalProperties: false,
      properties: { path: { type: 'string', maxLength: PATH_MAX }, text: { type: 'string', maxLength: TEXT_MAX } },
    },
  },
  text: {
    type: 'string',
    maxLength: TEXT_MAX,
    description: 'In place of the main file; the others as they lie on disk',
  },
  revision: { type: 'integer', minimum: 1, description: 'One of the revisions, in place of files' },
};

export const revisionEndpoints: EndpointsOf<RevisionOperations> = {
  revisions: {
    name: 'listRevisions',
    method: 'GET',
    path: '/api/revisions',
    access: 'viewer',
    tag: 'manifest',
    summary: 'Manifests that were in force, the newest first',
    done: {
      status: 200,
      description: 'The revisions',
      schema: { type: 'object', required: ['revisions'], properties: { revisions: listOf(revision) } },
    },
    wire: under('revisions'),
    ask: () => ({}),
    act: ({ operations }) => operations.revisions(),
  },
  revision: {
    name: 'getRevision',
    method: 'GET',
    path: '/api/revisions/:revision',
    access: 'viewer',
    tag: 'manifest',
    params: {
      revision: { pattern: '^[1-9][0-9]{0,14}$', description: 'Number of a revision', unknown: 'REVISION_UNKNOWN' },
    },
    summary: 'A revision with its text, secrets covered',
    done: { status: 200, description: 'The revision', schema: detail },
    errors: ['REVISION_UNKNOWN'],
    ask: (number) => ({ params: { revision: String(number) } }),
    act: ({ operations, params }) => operations.revision(Number(params['revision'])),
  },
  plan: {
    name: 'planManifest',
    method: 'POST',
    path: '/api/plan',
    access: 'admin',
    tag: 'manifest',
    summary:
      'What another manifest would change, and what it would mean for the work that is there; nothing is written',
    body: {
      type: 'object',
      additionalProperties: false,
      description: '{ "files": [{ "path": "jobs.yaml", "text": "version: 1\\n…" }] }',
      properties: planProperties,
    },
    done: { status: 200, description: 'The plan', schema: plan },
    errors: ['MANIFEST_INVALID', 'REVISION_UNKNOWN'],
    ask: (request = {}) => ({ body: request }),
    act: ({ operations, body }) => operations.plan(body as PlanRequest),
  },
  applyManifest: {
    name: 'applyManifest',
    method: 'POST',
    path: '/api/apply',
    access: 'admin',
    tag: 'manifest',
    summary: 'Put a manifest in force in every process, if the plan is what it was and strands nothing',
    body: {
      type: 'object',
      additionalProperties: false,
      description: '{ "revision": 12, "from": 14, "message": "back to what worked" }',
      properties: {
        ...planProperties,
        from: {
          type: 'integer',
          minimum: 0,
          description: 'The revision that the plan was made for; 0: there was none',
        },
        message: { type: 'string', maxLength: 1_000, description: 'Why' },
        hold: { ...boolean, description: 'Jobs that it would strand wait until somebody knows them again' },
      },
    },
    done: { status: 200, description: 'What came of it', schema: applied },
    errors: ['MANIFEST_INVALID', 'REVISION_UNKNOWN', 'MANIFEST_MOVED', 'PLAN_REFUSED'],
    ask: (request = {}) => ({ body: request }),
    act: ({ operations, body }) => operations.applyManifest(body as ApplyRequest),
  },
};
