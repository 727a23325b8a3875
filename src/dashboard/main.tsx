import './styles.css';

import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { NONCE } from './api/place.ts';
import { newQueryClient } from './api/use-api.ts';
import { newRouter } from './app/router.tsx';
import { theme } from './app/theme.ts';

// Styles that a library makes while it runs (react-remove-scroll) ask for it by that name.
Object.assign(globalThis, { __webpack_nonce__: NONCE });

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const schemes = localStorageColorSchemeManager({ key: 'skep-scheme' });
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes} getStyleNonce={() => NONCE}>
      <QueryClientProvider client={newQueryClient()}>
        <Notifications position="bottom-right" />
        <RouterProvider router={newRouter()} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
