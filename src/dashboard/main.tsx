import './styles.css';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';

import { NONCE } from './api/place.ts';
import { newQueryClient } from './api/use-api.ts';
import { newRouter } from './app/router.tsx';
import { theme } from './app/theme.ts';

// Styles that a library makes while it runs (react-remove-scroll) ask for it by that name.
Object.assign(globalThis, { __webpack_nonce__: NONCE });

/** Nothing is noticed before something was done: it comes after the first page. */
const Notices = lazy(() => import('./app/notices.tsx'));

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const schemes = localStorageColorSchemeManager({ key: 'skep-scheme' });
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes} getStyleNonce={() => NONCE}>
      <QueryClientProvider client={newQueryClient()}>
        <Suspense>
          <Notices position="bottom-right" />
        </Suspense>
        <RouterProvider router={newRouter()} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
