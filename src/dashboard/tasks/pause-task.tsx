import { useAct } from '../api/use-api.ts';
import { type Pause, Pausing } from '../parts/pausing.tsx';

interface PauseTaskProps {
  readonly task: { readonly name: string; readonly pause: Pause | null };
  readonly small?: boolean;
}

export function PauseTask({ task: { name, pause }, small = false }: PauseTaskProps) {
  const hold = useAct('POST /api/tasks/{task}/pause');
  const free = useAct('POST /api/tasks/{task}/resume');
  const params = { task: name };
  return (
    <Pausing
      what={`task ${name}`}
      effect="None of its jobs starts any more, in any queue. What runs goes on; what is enqueued is held."
      paused={pause !== null}
      pause={pause}
      small={small}
      onPause={(body) => hold.mutateAsync({ params, body })}
      onResume={() => free.mutateAsync({ params })}
    />
  );
}
