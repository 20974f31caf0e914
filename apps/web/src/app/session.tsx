import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ProblemError } from '../lib/api/client';
import type { Me } from '../lib/session';
import { SessionContext } from '../lib/session';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Skeleton } from 'antd';
import { Navigate, useLocation } from 'react-router';
import { Failure } from '../ui/refusal';
import { SignInLayer } from './sign-in';

const fetchMe = () => api.get('/api/me', {}) as Promise<Me>;

/**
 * Who is signed in. Without a session the way leads to the sign-in page; a session that ends while somebody works opens the sign-in as a
 * layer over the page, which stays as it is: nothing typed is lost.
 */
export function Signed({ children }: { children: ReactNode }) {
  const here = useLocation();
  const client = useQueryClient();
  const me = useQuery({ queryKey: ['me'], queryFn: fetchMe, retry: false, staleTime: 60_000 });
  const [expired, setExpired] = useState(false);
  const unknown = me.error instanceof ProblemError && me.error.status === 401;
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        if (query.state.error instanceof ProblemError && query.state.error.status === 401 && client.getQueryData(['me'])) setExpired(true);
      }),
    [client],
  );
  useEffect(
    () =>
      client.getMutationCache().subscribe(({ mutation }) => {
        if (mutation?.state.error instanceof ProblemError && mutation.state.error.status === 401) setExpired(true);
      }),
    [client],
  );
  const session = useMemo(() => (me.data ? { me: me.data } : undefined), [me.data]);
  if (!session) {
    if (unknown) return <Navigate to={`/login?next=${encodeURIComponent(here.pathname + here.search)}`} replace />;
    if (me.error) return <Failure error={me.error} onRetry={() => void me.refetch()} />;
    return <Skeleton active={false} />;
  }
  const back = () => {
    setExpired(false);
    void client.invalidateQueries();
  };
  return (
    <SessionContext value={session}>
      {children}
      {expired && <SignInLayer login={session.me.login} onSignedIn={back} />}
    </SessionContext>
  );
}
