import { type Mutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ProblemError } from '../lib/api/client';
import { announce, followAnnouncements } from '../lib/device';
import { resumeDrafts } from '../lib/draft-keeper';
import type { Me } from '../lib/session';
import { SessionContext } from '../lib/session';
import { resumeConnection } from '../lib/socket';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Skeleton } from 'antd';
import { Navigate, useLocation } from 'react-router';
import { Failure } from '../ui/refusal';
import { ProofLayer } from './prove';
import { SignInLayer } from './sign-in';

const fetchMe = () => api.get('/api/me', {}) as Promise<Me>;
const needsProof = (error: unknown): boolean => error instanceof ProblemError && error.problem.code === 'auth.proof-needed';
const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/**
 * Who is signed in. Without a session the way leads to the sign-in page; a session that ends while somebody works opens the sign-in as a
 * layer over the page, which stays as it is: nothing typed is lost. So does an act that asks for the factors anew; when they were shown it goes on.
 */
export function Signed({ children }: { children: ReactNode }) {
  const here = useLocation();
  const client = useQueryClient();
  const me = useQuery({ queryKey: ['me'], queryFn: fetchMe, retry: false, staleTime: 60_000 });
  const [expired, setExpired] = useState(false);
  const [unproven, setUnproven] = useState<Mutation>();
  const unknown = isSignedOut(me.error);
  useEffect(() => {
    // an answer that was on its way while somebody signed in again is late news: who is signed in says the server
    const heard = ({ type, action }: { type: string; action?: { type: string; error?: unknown } }) => {
      const shown = client.getQueryData<Me>(['me']);
      if (type !== 'updated' || action?.type !== 'error' || !isSignedOut(action.error) || !shown) return;
      fetchMe().then(
        ({ accountId }) => accountId === shown.accountId || location.reload(), // somebody else by now: this page is not his
        (error: unknown) => isSignedOut(error) && setExpired(true),
      );
    };
    const acts = client.getMutationCache();
    const asked = acts.subscribe((event) => event.type === 'updated' && event.action.type === 'error' && needsProof(event.action.error) && setUnproven(event.mutation));
    const ends = [client.getQueryCache().subscribe(heard), acts.subscribe(heard), asked];
    return () => ends.forEach((end) => end());
  }, [client]);
  const accountId = me.data?.accountId;
  useEffect(() => (accountId ? followAnnouncements(accountId) : undefined), [accountId]);
  const whose = useRef(accountId);
  useEffect(() => {
    whose.current ??= accountId;
    if (accountId !== whose.current) location.reload(); // found out by a look of the page's own
  }, [accountId]);
  const session = useMemo(() => (me.data ? { me: me.data } : undefined), [me.data]);
  if (!session) {
    if (unknown) return <Navigate to={`/login?next=${encodeURIComponent(here.pathname + here.search)}`} replace />;
    if (me.error) return <Failure error={me.error} onRetry={() => void me.refetch()} />;
    return <Skeleton active={false} />;
  }
  if (session.me.lacks && here.pathname !== '/account') return <Navigate to="/account" replace />; // nothing else would let him in
  const back = async () => {
    const { accountId: now } = await fetchMe();
    announce(now); // other tabs may show somebody else's pages still
    if (now !== session.me.accountId) return location.reload(); // somebody else: this page is not his
    setExpired(false);
    resumeConnection();
    resumeDrafts();
    void client.invalidateQueries();
  };
  const goOn = () => {
    setUnproven(undefined);
    unproven?.execute(unproven.state.variables).catch(() => undefined); // what it meets, it tells on its page
  };
  return (
    <SessionContext value={session}>
      {children}
      {unproven && <ProofLayer me={session.me} onProven={goOn} onCancel={() => setUnproven(undefined)} />}
      {expired && <SignInLayer login={session.me.login} onSignedIn={() => void back()} />}
    </SessionContext>
  );
}
