import { Page } from '../parts/page.tsx';
import { ProblemNote } from '../parts/told.tsx';

/** A page that threw: the others go on. */
export function Broken({ error }: { readonly error: unknown }) {
  return (
    <Page title="This page failed">
      <ProblemNote error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
