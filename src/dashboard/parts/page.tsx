/** What every page begins with: where one is, its name, what can be done there. */
import { Anchor, Breadcrumbs, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';

import { siteTitle } from '../app/site.ts';

interface PageProps {
  readonly title: string;
  /** Written in the head instead of the title. */
  readonly heading?: ReactNode;
  /** Written behind the pages above it instead of the title. */
  readonly crumb?: string;
  /** The pages above it. */
  readonly above?: readonly { readonly label: string; readonly to: string }[];
  /** Behind the name. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, heading, crumb = title, above = [], beside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${siteTitle()}`;
  }, [title]);
  return (
    <>
      {above.length > 0 && (
        <Breadcrumbs className="crumbs" mb={4} fz="sm" component="nav" aria-label="Breadcrumb" separatorMargin={6}>
          {above.map(({ label, to }) => (
            <Anchor key={to} component={Link} to={to} fz="sm">
              {label}
            </Anchor>
          ))}
          <Text fz="sm" c="dimmed">
            {crumb}
          </Text>
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="center" mb="md" gap="sm" className="page-head">
        <Group gap="sm" align="center" miw={0}>
          <h1 className="page-title">{heading ?? title}</h1>
          {beside}
        </Group>
        <Group gap="xs">{actions}</Group>
      </Group>
      {children}
    </>
  );
}
