import { useAct } from '../api/use-api.ts';
import { type Pause, Pausing } from '../parts/pausing.tsx';

interface PauseQueueProps {
  readonly queue: { readonly name: string; readonly paused: boolean; readonly pause: Pause | null };
  readonly small?: boolean;
}

export function PauseQueue({ queue: { name, paused, pause }, small = false }: PauseQueueProps) {
  const hold = useAct('POST /api/queues/{queue}/pause');
  const free = useAct('POST /api/queues/{queue}/resume');
  const params = { queue: name };
  return (
    <Pausing
      what={`queue ${name}`}
      effect="No process takes a job of it any more. What runs goes on; what is enqueued waits."
      paused={paused}
      pause={pause}
      small={small}
      onPause={(body) => hold.mutateAsync({ params, body })}
      onResume={() => free.mutateAsync({ params })}
    />
  );
}
