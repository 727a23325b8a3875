/** Which processes run which manifest: loud where they do not run the same. */
import { Fragment } from 'react';

import type { Worker } from '../api/types.generated.ts';
import { useApi } from '../api/use-api.ts';
import { Concern } from '../parts/concern.tsx';
import { NameLink } from '../parts/links.tsx';
import { None } from '../parts/listing.tsx';
import { counted } from '../parts/times.ts';

export function useWorkers(): readonly Worker[] {
  return useApi('GET /api/workers').data?.workers ?? [];
}

/** `host:pid` each, with the way to its page. */
export function Processes({ workers }: { readonly workers: readonly Worker[] }) {
  if (workers.length === 0) return <None />;
  return workers.map(({ id, host, pid }, index) => (
    <Fragment key={id}>
      {index > 0 && ', '}
      <NameLink kind="workers" name={id}>
        {host}:{pid}
      </NameLink>
    </Fragment>
  ));
}

interface Version {
  readonly hash: string;
  readonly revision: number | null;
  readonly workers: readonly Worker[];
}

function versionsOf(workers: readonly Worker[]): readonly Version[] {
  const hashes = [...new Set(workers.map(({ manifestHash }) => manifestHash))];
  const versions = hashes.map((hash) => {
    const those = workers.filter(({ manifestHash }) => manifestHash === hash);
    return { hash, revision: those[0]?.manifestRevision ?? null, workers: those };
  });
  return versions.sort((one, other) => other.workers.length - one.workers.length);
}

/** Nothing while all run the same. */
export function DifferentManifests() {
  const versions = versionsOf(useWorkers());
  if (versions.length < 2) return null;
  return (
    <Concern
      severity="warn"
      message={`${counted(versions.length, 'manifest')} at once: each process runs the jobs whose tasks it knows`}
    >
      {versions.map(({ hash, revision, workers }) => (
        <span key={hash} className="version">
          {revision === null ? hash.slice(0, 12) : `revision ${revision}`}: <Processes workers={workers} />
        </span>
      ))}
      <span className="version-hint">
        Normal while a new version is rolled out; else stop those that should not run, or reload them.
      </span>
    </Concern>
  );
}
