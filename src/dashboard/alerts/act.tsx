/** Silence is a hold on the task that tells alerts, as `skep alerts silence` sets it. */
import type { Alert } from '../api/types.generated.ts';
import { useMay } from '../api/session.ts';
import { useAct } from '../api/use-api.ts';
import { Pausing } from '../parts/pausing.tsx';

/** The task whose jobs tell alerts. */
export const TELLS = 'skep.alert';

interface SilenceProps {
  readonly alert: Pick<Alert, 'name' | 'silence'>;
  readonly small?: boolean;
}

/** What the manifest silences is not offered to be ended: it stands there. */
export function Silence({ alert: { name, silence }, small = false }: SilenceProps) {
  const put = useAct('POST /api/holds');
  const end = useAct('DELETE /api/holds/{hold}');
  const may = useMay('operator');
  if (!may || (silence !== null && silence.hold === null)) return null;
  const hold = silence?.hold ?? `silence-${name}`;
  const others = hold === `silence-${name}` ? '' : ` The hold ${hold} may silence other alerts too.`;
  return (
    <Pausing
      what={name}
      words={{
        hold: 'Silence',
        free: 'Unsilence',
        icon: 'mute',
        freed: `What holds still is told within half a minute.${others}`,
      }}
      effect="Nobody is told meanwhile. What still holds when it ends is told then."
      paused={silence !== null}
      pause={null}
      small={small}
      onPause={(order) => put.mutateAsync({ body: { name: hold, task: TELLS, tag: name, ...order } })}
      onResume={() => end.mutateAsync({ params: { hold } })}
    />
  );
}
