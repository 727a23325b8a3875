/** A stored job made ready to run: its payload decrypted, and brought up to the form that the task has now. */
import { type BlockReason, type Job, KeyRing, keyMissing, type Outcome, versionOf } from '../../core/index.ts';
import { type Json, messageOf, SkepError } from '../../foundation/index.ts';
import { type BoundTask, fillerOf, type Manifest, type TaskSpec } from '../../manifest/index.ts';

/** @returns why this process must not run the job although it knows the task; another one may */
export function holdReason(job: Job, { version }: TaskSpec, { encryption }: Manifest): BlockReason | null {
  if (job.care === null) return null;
  if (job.care.version > version) return 'version';
  return job.care.sealed && KeyRing.of(encryption)?.knows(job.payload) !== true ? 'key' : null;
}

/**
 * @returns the very job where nothing is to be done
 * @throws SkepError SEAL_BROKEN, PAYLOAD_VERSION; what an upcast throws
 */
export function readied(job: Job, task: BoundTask, ring: KeyRing | null): Job {
  if (job.care === null && task.spec.version === 1) return job;
  const payload = upcasted(payloadOf(job, ring), versionOf(job), task);
  return payload === job.payload ? job : { ...job, payload };
}

/** @throws SkepError KEY_MISSING, SEAL_BROKEN */
export function payloadOf(job: Job, ring: KeyRing | null): Json {
  if (job.care?.sealed !== true) return job.payload;
  const part = { id: job.id, task: job.task, part: 'payload' } as const;
  if (ring === null) throw keyMissing('', part);
  return ring.open(job.payload, part);
}

function upcasted(stored: Json, from: number, { spec, upcasts }: BoundTask): Json {
  if (from >= spec.version) return stored;
  let payload = stored;
  for (let version = from; version < spec.version; version += 1) {
    const upcast = upcasts.get(version);
    if (upcast === undefined) {
      throw new SkepError('PAYLOAD_VERSION', `${spec.name} has no upcast from version ${version} of its payload`, {
        hint: `declare \`upcast: { ${version}: … }\` and retry the job`,
      });
    }
    payload = checked(upcast(payload), version, spec.name);
  }
  return fillerOf(spec.input)(payload);
}

/** As it would come back from the store. */
function checked(made: unknown, version: number, task: string): Json {
  try {
    const text = JSON.stringify(made) as string | undefined;
    if (text !== undefined && !(made instanceof Promise)) return JSON.parse(text) as Json;
  } catch (error) {
    throw new SkepError('PAYLOAD_VERSION', `the upcast of ${task} from version ${version}: ${messageOf(error)}`);
  }
  const what = made instanceof Promise ? 'a promise' : 'nothing that JSON can hold';
  throw new SkepError('PAYLOAD_VERSION', `the upcast of ${task} from version ${version} returned ${what}`, {
    hint: 'an upcast is a plain function of the payload, which returns it in the next form',
  });
}

/** @throws SkepError KEY_MISSING, SEAL_BROKEN */
export function openedResult(sealed: Json, { id, task }: Job, ring: KeyRing | null): Json {
  const part = { id, task, part: 'result' } as const;
  if (ring === null) throw keyMissing('', part);
  return ring.open(sealed, part);
}

/** The result as it is stored, beside a payload that is encrypted. */
export function sealedOutcome(outcome: Outcome, job: Job, ring: KeyRing): Outcome {
  if (outcome.kind !== 'complete' || outcome.result === null) return outcome;
  const text = outcome.text ?? JSON.stringify(outcome.result);
  const result = ring.seal(text, { id: job.id, task: job.task, part: 'result' });
  return { kind: 'complete', result, text: JSON.stringify(result) };
}
