/** Keys that every page has, and the help that lists all. */
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';

import { isPaused, setPaused } from '../api/live.ts';
import { onKey, useShortcuts } from '../parts/shortcuts.ts';
import { PAGES } from './pages.ts';
import { openPalette } from './palette-door.tsx';

const KeysDialog = lazy(() => import('./keys-dialog.tsx'));

export function GlobalKeys() {
  const [opened, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const pause = (): void => {
    setPaused(!isPaused());
    if (!isPaused()) void client.invalidateQueries({ queryKey: ['api'] });
  };
  useHotkeys([['mod+K', openPalette]], []);
  useShortcuts([
    { keys: '?', label: 'Show the keys', run: open },
    { keys: 'p', label: 'Pause live updates, or go on', run: pause },
    ...PAGES.filter(({ key }) => key !== null).map(({ key, label, path }) => ({
      keys: `g ${key ?? ''}`,
      label: `Go to ${label.toLowerCase()}`,
      run: () => void navigate({ to: path }),
    })),
  ]);
  return (
    opened && (
      <Suspense>
        <KeysDialog onClose={close} />
      </Suspense>
    )
  );
}
