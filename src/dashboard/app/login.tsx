/** By what one may sign in: the provider, a token. */
import { Button, Divider, Paper, PasswordInput, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';

import { apiUrl } from '../api/place.ts';
import { request } from '../api/request.ts';
import { setSession } from '../api/session.ts';
import type { Session } from '../api/types.generated.ts';
import { Page } from '../parts/page.tsx';
import { ProblemNote } from '../parts/told.tsx';

export default function Login({ login: { token, oidc } }: { readonly login: Session['login'] }) {
  return (
    <Page title="Sign in">
      <Paper withBorder p="lg" maw={440}>
        <Stack>
          {oidc !== null && (
            <Button component="a" href={providerAddress(oidc.path)}>
              {oidc.label}
            </Button>
          )}
          {oidc !== null && token && <Divider label="or" />}
          {token && <TokenForm />}
        </Stack>
      </Paper>
    </Page>
  );
}

function providerAddress(path: string): string {
  const url = apiUrl(path);
  url.searchParams.set('to', window.location.pathname + window.location.search);
  return url.href;
}

function TokenForm() {
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const enter = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const told = await request('POST /api/session', { body: { token } });
      // Nothing that somebody else was shown is left.
      client.removeQueries({ queryKey: ['api'] });
      setSession(told);
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <Stack component="form" onSubmit={(event) => void enter(event)}>
      <Text size="sm">
        A token of <code>admin.tokens</code> in the manifest. It is sent once; this browser keeps a session instead,
        which scripts cannot read.
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
      <Button type="submit" variant="filled" loading={busy} disabled={token === ''}>
        Sign in
      </Button>
    </Stack>
  );
}
