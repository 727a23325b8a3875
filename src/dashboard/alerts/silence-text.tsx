import type { Alert } from '../api/types.generated.ts';
import { Concern } from '../parts/concern.tsx';
import { Time } from '../parts/time.tsx';

/** Why nobody is told, and until when. */
export function SilenceText({ silence }: { readonly silence: Alert['silence'] }) {
  if (silence === null) return null;
  const { until, by, reason, hold } = silence;
  return (
    <Concern severity="note" icon="mute" message={`Silenced${reason === null ? '' : `: ${reason}`}`}>
      {hold === null ? 'by the manifest' : `by ${by ?? 'somebody'}`}
      {until === null ? ', until somebody ends it' : ', ends '}
      {until !== null && <Time at={until} />}
    </Concern>
  );
}
