/** The palette is loaded when it is wanted first. */
import { lazy, Suspense, useSyncExternalStore } from 'react';

const Palette = lazy(() => import('./palette.tsx'));
/** Each is one wish to see it. */
let wishes = 0;
const listeners = new Set<() => void>();

export function openPalette(): void {
  wishes += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function PaletteDoor() {
  const wished = useSyncExternalStore(subscribe, () => wishes);
  return (
    wished > 0 && (
      <Suspense>
        <Palette wished={wished} />
      </Suspense>
    )
  );
}
