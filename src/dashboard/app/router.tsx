/** Addresses → pages. All that a page shows is in its address, so that it can be sent to somebody. */
import { createRootRoute, createRoute, createRouter, type AnyRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

import { BASE_PATH } from '../api/place.ts';
import { Loading } from '../parts/told.tsx';
import { NotFound } from './not-found.tsx';
import { type PageEntry, PAGES } from './pages.ts';
import { Broken } from './broken.tsx';
import { Shell } from './shell.tsx';

/** Texts as they are written, so that `q` is what was typed; a parameter that is not there is not. */
export type Search = Readonly<Record<string, string>>;

function parseSearch(text: string): Search {
  return Object.fromEntries(new URLSearchParams(text));
}

function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const text = new URLSearchParams(entries).toString();
  return text === '' ? '' : `?${text}`;
}

export function newRouter() {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken });
  return createRouter({
    routeTree: root.addChildren(PAGES.map((page) => routeOf(page, root))),
    basepath: BASE_PATH,
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: Broken,
  });
}

function routeOf({ path, load }: PageEntry, root: AnyRoute) {
  const Content = lazy(load);
  return createRoute({
    getParentRoute: () => root,
    path,
    loader: () => void load(),
    component: () => (
      <Suspense fallback={<Loading />}>
        <Content />
      </Suspense>
    ),
  });
}
