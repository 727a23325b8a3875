/** What `skep doctor` finds, asked of a process that runs: settings that do not go together, beside what the store has seen. */
import type { JsonObject } from '../foundation/index.ts';
import { SEVERITIES } from './attention.ts';
import { type PlaceView, placeSchema } from './details.ts';
import type { EndpointsOf } from './operation.ts';
import { described, instant, listOf, objectOf, orNull, text, view } from './schemas.ts';

export interface DoctorOperations {
  /** Of the manifest that the answering process runs, and of the store; the gravest first. Nothing is put right. */
  doctor(): Promise<DoctorView>;
}

export interface DoctorView {
  /** By the store's clock. */
  readonly at: string;
  readonly findings: readonly FindingView[];
}

export interface FindingView {
  /** It stays: docs/doctor.md lists them. */
  readonly code: string;
  readonly severity: (typeof SEVERITIES)[number];
  readonly message: string;
  /** As `tasks.emails.send`. */
  readonly about: string;
  readonly place: PlaceView | null;
  /** YAML to be merged into the manifest; null where nothing can be said without a guess. */
  readonly edit: string | null;
  /** Where the documentation tells of it. */
  readonly page: string;
}

interface Check {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly hint: string | null;
}

/** A check that is not well, in the form of the other findings. */
export function findingsOfCheck({ name, status, message, hint }: Check): readonly FindingView[] {
  if (status === 'ok') return [];
  const told = hint === null ? message : `${message}; ${hint}`;
  return [
    {
      code: name,
      severity: status,
      message: told,
      about: name,
      place: null,
      edit: null,
      page: 'docs/doctor.md#checks',
    },
  ];
}

const doctor: JsonObject = view(
  'Doctor',
  objectOf<DoctorView>({
    at: instant,
    findings: described(
      listOf(
        objectOf<FindingView>({
          code: described(text, 'It stays'),
          severity: { type: 'string', enum: SEVERITIES },
          message: text,
          about: described(text, 'As `tasks.emails.send`'),
          place: placeSchema,
          edit: described(orNull(text), 'YAML to be merged into the manifest; null: not without a guess'),
          page: described(text, 'Where the documentation tells of it'),
        }),
      ),
      'The gravest first; none: nothing was found',
    ),
  }),
);

export const doctorEndpoints: EndpointsOf<DoctorOperations> = {
  doctor: {
    name: 'getDoctor',
    method: 'GET',
    path: '/api/doctor',
    access: 'viewer',
    tag: 'attention',
    summary: 'What is wrong with the manifest and the store, and settings that do not go together',
    done: { status: 200, description: 'The findings', schema: doctor },
    ask: () => ({}),
    act: ({ operations }) => operations.doctor(),
  },
};
