/** From a name or a figure to the page of what it means. */
import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';

type Kind = 'queues' | 'tasks' | 'schedules' | 'workers' | 'workflows' | 'alerts' | 'revisions' | 'sources';

/** To the page of one thing. */
export function NameLink({
  kind,
  name,
  children,
}: {
  readonly kind: Kind;
  readonly name: string;
  readonly children?: ReactNode;
}) {
  return (
    <Anchor component={Link} to={`/${kind}/$name`} params={{ name } as never} fz="inherit" className="name">
      {children ?? name}
    </Anchor>
  );
}

export function NameLinks({ kind, names }: { readonly kind: Kind; readonly names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <NameLink kind={kind} name={name} />
    </Fragment>
  ));
}

/** To the jobs that a search finds. */
export function JobsLink({ q, children }: { readonly q: string; readonly children: ReactNode }) {
  return (
    <Anchor component={Link} to="/jobs" search={{ q } as never} fz="inherit">
      {children}
    </Anchor>
  );
}

/** To the page of one job. */
export function JobLink({ id, children }: { readonly id: string; readonly children?: ReactNode }) {
  return (
    <Anchor component={Link} to="/jobs/$id" params={{ id } as never} fz="inherit" className="name">
      {children ?? id}
    </Anchor>
  );
}

/** To the page of one run. */
export function RunLink({ id, children }: { readonly id: string; readonly children?: ReactNode }) {
  return (
    <Anchor component={Link} to="/runs/$id" params={{ id } as never} fz="inherit" className="name">
      {children ?? id}
    </Anchor>
  );
}
