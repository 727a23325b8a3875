/** Who is not known is asked for a token, where they are; afterwards they go on there. */
import { Button, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type SyntheticEvent, useState } from 'react';

import { ApiProblem } from '../api/problem.ts';
import { request } from '../api/request.ts';
import { signIn } from '../api/session.ts';
import { useApi } from '../api/use-api.ts';
import { Page } from '../parts/page.tsx';
import { Loading, ProblemNote } from '../parts/told.tsx';

export function LoginGate({ children }: { readonly children: ReactNode }) {
  const site = useApi('GET /', {}, { every: 60_000 });
  if (site.error instanceof ApiProblem && site.error.needsLogin) return <Login />;
  if (site.data === undefined) return site.error === null ? <Loading /> : <ProblemNote error={site.error} />;
  return children;
}

function Login() {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    signIn(token);
    try {
      await request('GET /');
      await client.invalidateQueries();
    } catch (thrown) {
      signIn(null);
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title="Sign in">
      <Paper withBorder p="lg" maw={440} component="form" onSubmit={(event) => void enter(event)}>
        <Stack>
          <Text size="sm">
            A token of <code>admin.tokens</code> in the manifest. It stays in the memory of this page, and is gone with
            it.
          </Text>
          <PasswordInput
            label="Token"
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            autoComplete="current-password"
            required
            data-autofocus
          />
          {error !== null && <ProblemNote error={error} />}
          <Button type="submit" loading={busy} disabled={token === ''}>
            Sign in
          </Button>
        </Stack>
      </Paper>
    </Page>
  );
}
