/** What stands around every page. */
import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

import { useMay } from '../api/session.ts';
import { Hints } from '../parts/hints.tsx';
import { Icon } from '../parts/icons.tsx';
import { HeadTools } from './head-tools.tsx';
import { GlobalKeys } from './global-keys.tsx';
import { LoginGate } from './login-gate.tsx';
import { type PageEntry, PAGES } from './pages.ts';
import { PaletteDoor } from './palette-door.tsx';
import { siteTitle } from './site.ts';

export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    close();
    // Who uses a screen reader stays where they were otherwise: at a link that is gone.
    if (document.activeElement === document.body) main.current?.focus({ preventScroll: true });
  }, [path, close]);
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <AppShell.Header className="head">
        <a className="skip" href="#main" onClick={(event) => skipTo(event, main.current)}>
          Skip to content
        </a>
        <Group h="100%" px="md" gap="sm" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Link to="/" className="brand">
              <Hive />
              <span className="brand-name">{siteTitle()}</span>
            </Link>
          </Group>
          <HeadTools />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label="Pages">
        <div className="nav-scroll">
          <NavGroup group="work" title="Work" path={path} />
          <NavGroup group="setup" title="Set-up" path={path} />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1} className="main">
        <LoginGate>
          <Outlet />
        </LoginGate>
      </AppShell.Main>
      <PaletteDoor />
      <GlobalKeys />
      <Hints />
    </AppShell>
  );
}

/** By hand: an address with a fragment alone would be resolved against the base of the page. */
function skipTo(event: React.MouseEvent, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}

function NavGroup({ group, title, path }: { readonly group: string; readonly title: string; readonly path: string }) {
  return (
    <>
      <Text component="h2" className="nav-title">
        {title}
      </Text>
      {PAGES.filter((page) => page.nav?.group === group).map((page) => (
        <NavEntry key={page.path} page={page} active={isOn(page.path, path)} />
      ))}
    </>
  );
}

function NavEntry({ page, active }: { readonly page: PageEntry; readonly active: boolean }) {
  const may = useMay(page.role ?? 'viewer');
  if (page.nav === null || (page.role !== undefined && !may)) return null;
  return (
    <NavLink
      component={Link}
      to={page.path}
      label={page.label}
      leftSection={<Icon name={page.nav.icon} />}
      active={active}
      className="nav-entry"
      {...(active && { 'aria-current': 'page' as const })}
    />
  );
}

function isOn(page: string, path: string): boolean {
  if (page === '/workflows' && path.startsWith('/runs/')) return true;
  return page === '/' ? path === '/' : path === page || path.startsWith(`${page}/`);
}

function Hive() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true" className="hive">
      <path d="M16 3c5 0 8 3 9 7h-18c1-4 4-7 9-7zM6 12h20c1 1 1.500 2.500 1.500 4h-23c0-1.500.5-3 1.500-4zM4 18h24c.7 1.300 1 2.700 1 4h-26c0-1.300.3-2.700 1-4zM3 24h26c0 2-1 4-2 5h-7.500a3.500 3.500 0 0 0-7 0h-7.500c-1-1-2-3-2-5z" />
    </svg>
  );
}
