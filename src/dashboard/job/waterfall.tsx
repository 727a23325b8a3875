/** The timeline of a job, drawn. */
import type { Job } from '../api/types.generated.ts';
import { Bars } from '../parts/bars.tsx';
import { useNow } from '../parts/time.tsx';
import { barsOf } from './timeline.ts';

export function Waterfall({ job }: { readonly job: Job }) {
  return <Bars bars={barsOf(job, useNow())} from={Date.parse(job.createdAt)} />;
}
