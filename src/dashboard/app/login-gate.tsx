/** Who is not known signs in where they are; afterwards they go on there, for the address stays what it is. */
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense } from 'react';

import { request } from '../api/request.ts';
import { setSession, useSession } from '../api/session.ts';
import { useStream } from '../api/stream.ts';
import type { Session } from '../api/types.generated.ts';
import { observed } from '../api/use-api.ts';
import { Loading, ProblemNote } from '../parts/told.tsx';

const Login = lazy(() => import('./login.tsx'));

const EVERY_MS = 60_000;

/** Asks who one is: at the start, when the window is looked at again (another tab may have signed out), once a minute. */
function useAskedSession(): { readonly session: Session | null; readonly error: unknown } {
  const session = useSession();
  const { error } = useQuery({
    queryKey: ['session'],
    queryFn: async () => {
      const told = await observed(() => request('GET /api/session'));
      setSession(told);
      return told;
    },
    refetchInterval: EVERY_MS,
    refetchOnWindowFocus: 'always',
  });
  return { session, error };
}

export function LoginGate({ children }: { readonly children: ReactNode }) {
  const { session, error } = useAskedSession();
  if (session === null) return error === null ? <Loading /> : <ProblemNote error={error} />;
  if (session.signedIn) return <Followed>{children}</Followed>;
  return (
    <Suspense fallback={<Loading />}>
      <Login login={session.login} />
    </Suspense>
  );
}

function Followed({ children }: { readonly children: ReactNode }) {
  useStream();
  return children;
}
