import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { Page } from '../parts/page.tsx';
import { Empty } from '../parts/told.tsx';

export function NotFound() {
  return (
    <Page title="No such page">
      <Empty icon="search" title="There is no page of that address">
        <Anchor component={Link} to="/">
          To the overview
        </Anchor>
      </Empty>
    </Page>
  );
}
