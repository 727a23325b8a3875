/**
 * The pages, in the order of the navigation. A page is a line here, and a file that exports `Page` as its default; it is
 * loaded when it is opened first. docs/dashboard.md says how to add one.
 */
import type { ComponentType } from 'react';

import type { Role } from '../api/session.ts';
import type { IconName } from '../parts/icons.tsx';

export interface PageEntry {
  /** Below the dashboard's own; `$id` is a part that is given. */
  readonly path: string;
  readonly label: string;
  /** Where it stands in the navigation; null: it is opened from another page. */
  readonly nav: { readonly icon: IconName; readonly group: 'work' | 'setup' } | null;
  /** Whom the navigation shows it to; not said: everybody. */
  readonly role?: Role;
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
    path: '/queues',
    label: 'Queues',
    nav: { icon: 'queues', group: 'work' },
    key: 'q',
    load: () => import('../queues/page.tsx'),
  },
  { path: '/queues/$name', label: 'Queue', nav: null, key: null, load: () => import('../queue/page.tsx') },
  {
    path: '/tasks',
    label: 'Tasks',
    nav: { icon: 'tasks', group: 'work' },
    key: 't',
    load: () => import('../tasks/page.tsx'),
  },
  { path: '/tasks/$name', label: 'Task', nav: null, key: null, load: () => import('../task/page.tsx') },
  {
    path: '/workflows',
    label: 'Workflows',
    nav: { icon: 'workflows', group: 'work' },
    key: 'f',
    load: () => import('../workflows/page.tsx'),
  },
  { path: '/workflows/$name', label: 'Workflow', nav: null, key: null, load: () => import('../workflow/page.tsx') },
  { path: '/runs/$id', label: 'Run', nav: null, key: null, load: () => import('../run/page.tsx') },
  {
    path: '/errors',
    label: 'Errors',
    nav: { icon: 'errors', group: 'work' },
    key: 'e',
    load: () => import('../errors/page.tsx'),
  },
  {
    path: '/schedules',
    label: 'Schedules',
    nav: { icon: 'schedules', group: 'work' },
    key: 's',
    load: () => import('../schedules/page.tsx'),
  },
  { path: '/schedules/$name', label: 'Schedule', nav: null, key: null, load: () => import('../schedule/page.tsx') },
  {
    path: '/alerts',
    label: 'Alerts',
    nav: { icon: 'alerts', group: 'work' },
    key: 'l',
    load: () => import('../alerts/page.tsx'),
  },
  {
    path: '/sources',
    label: 'Sources',
    nav: { icon: 'sources', group: 'work' },
    key: 'b',
    load: () => import('../sources/page.tsx'),
  },
  { path: '/sources/$name', label: 'Source', nav: null, key: null, load: () => import('../source/page.tsx') },
  { path: '/alerts/$name', label: 'Alert', nav: null, key: null, load: () => import('../alert/page.tsx') },
  {
    path: '/workers',
    label: 'Workers',
    nav: { icon: 'workers', group: 'work' },
    key: 'w',
    load: () => import('../workers/page.tsx'),
  },
  { path: '/workers/$name', label: 'Worker', nav: null, key: null, load: () => import('../worker/page.tsx') },
  {
    path: '/routes',
    label: 'Routes',
    nav: { icon: 'routes', group: 'setup' },
    key: 'r',
    load: () => import('../routes/page.tsx'),
  },
  {
    path: '/manifest',
    label: 'Manifest',
    nav: { icon: 'manifest', group: 'setup' },
    key: 'm',
    load: () => import('../manifest/page.tsx'),
  },
  { path: '/revisions/$name', label: 'Revision', nav: null, key: null, load: () => import('../revision/page.tsx') },
  {
    path: '/doctor',
    label: 'Doctor',
    nav: { icon: 'doctor', group: 'setup' },
    key: 'd',
    load: () => import('../doctor/page.tsx'),
  },
  {
    path: '/audit',
    label: 'Audit',
    nav: { icon: 'audit', group: 'setup' },
    role: 'admin',
    key: 'a',
    load: () => import('../audit/page.tsx'),
  },
  {
    path: '/settings',
    label: 'Settings',
    nav: { icon: 'settings', group: 'setup' },
    key: ',',
    load: () => import('../settings/page.tsx'),
  },
];
