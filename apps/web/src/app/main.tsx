import 'virtual:tokens.css';
import '../ui/workspace.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { OfflineError, ProblemError } from '../lib/api/client';
import { keepClock } from '../lib/clock';
import { Looks } from './looks';
import { router } from './router';

/** A refusal is final: asking again changes nothing. Anything else is tried twice more. */
const retry = (count: number, error: unknown) => !(error instanceof ProblemError && error.status < 500) && count < (error instanceof OfflineError ? 5 : 2);

/** An act is tried at once and says what it met: one that waited for the network would be done some time later, when nobody expects it. */
const queries = new QueryClient({ defaultOptions: { queries: { retry, staleTime: 2000, refetchOnWindowFocus: true }, mutations: { retry: false, networkMode: 'always' } } });

keepClock();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Looks>
        <RouterProvider router={router} />
      </Looks>
    </QueryClientProvider>
  </StrictMode>,
);
