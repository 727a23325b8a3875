/** The timeline of a job, drawn: itself, and what it has made. */
import { Text } from '@mantine/core';

import type { Job } from '../api/types.generated.ts';
import { Bars } from '../parts/bars.tsx';
import { JobsLink } from '../parts/links.tsx';
import { useNow } from '../parts/time.tsx';
import { childBar, useChildren } from './children.ts';
import { barsOf } from './timeline.ts';

export function Waterfall({ job }: { readonly job: Job }) {
  const now = useNow();
  const { jobs, more } = useChildren(job);
  const bars = [...barsOf(job, now), ...jobs.map((child) => childBar(child, now))];
  return (
    <>
      <Bars bars={bars.toSorted((a, b) => a.from - b.from)} from={Date.parse(job.createdAt)} />
      {more !== null && (
        <Text size="xs" c="dimmed" mt={6}>
          It may have made more jobs: <JobsLink q={more}>search for all of them</JobsLink>
        </Text>
      )}
    </>
  );
}
