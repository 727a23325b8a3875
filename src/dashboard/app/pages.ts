/**
 * The pages, in the order of the navigation. A page is a line here, and a file that exports `Page` as its default; it is
 * loaded when it is opened first. docs/dashboard.md says how to add one.
 */
import type { ComponentType } from 'react';

import type { IconName } from '../parts/icons.tsx';

export interface PageEntry {
  /** Below the dashboard's own; `$id` is a part that is given. */
  readonly path: string;
  readonly label: string;
  /** Where it stands in the navigation; null: it is opened from another page. */
  readonly nav: { readonly icon: IconName; readonly group: 'work' | 'setup' } | null;
  /** Behind `g`. */
  readonly key: string | null;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

export const PAGES: readonly PageEntry[] = [
  {
    path: '/',
    label: 'Overview',
    nav: { icon: 'overview', group: 'work' },
    key: 'o',
    load: () => import('../overview/page.tsx'),
  },
  {
    path: '/jobs',
    label: 'Jobs',
    nav: { icon: 'jobs', group: 'work' },
    key: 'j',
    load: () => import('../jobs/page.tsx'),
  },
  { path: '/jobs/$id', label: 'Job', nav: null, key: null, load: () => import('../job/page.tsx') },
  {
    path: '/settings',
    label: 'Settings',
    nav: { icon: 'settings', group: 'setup' },
    key: ',',
    load: () => import('../settings/page.tsx'),
  },
];
