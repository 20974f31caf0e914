import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createMemoryRouter, Route, RouterProvider, Routes } from 'react-router';
import { Signed } from './app/session';
import { AwardPart } from './features/award/award';
import { OwnPassword } from './features/identity/own-password';
import { People } from './features/identity/people';
import type { Tender } from './features/tender/api';
import { Questions } from './features/tender/questions';
import { Projects } from './features/intake/projects';
import { Todo } from './features/workbench/todo';
import { api } from './lib/api/client';
import { createI18n } from './lib/i18n';
import { type Me, SessionContext } from './lib/session';
import bidderEn from './locales/en/bidder.json';
import bidderZh from './locales/zh-CN/bidder.json';
import { ReceiptPage } from './workspaces/bidder/receipt';

/** A part of a lot's page, which reads the lot anew all the time. */
function OfLot({ part: Part }: { part: (props: { tender: Tender }) => ReactNode }) {
  const tender = useQuery({ queryKey: ['tender'], queryFn: () => api.get('/api/tenders/{id}', { path: { id: 'lot' } }), refetchInterval: 100 });
  return tender.data && <Part tender={tender.data} />;
}

/** Parts of pages alone, for walks that need no platform: what they ask is answered by the walk. */
const PARTS: Record<string, () => ReactNode> = {
  people: () => <People name="all" find={(query) => api.get('/api/accounts', { query })} />,
  password: () => <OwnPassword />,
  questions: () => <OfLot part={Questions} />,
  award: () => <OfLot part={AwardPart} />,
  todo: () => <Todo workspace="bidder" />,
  projects: () => <Projects to={({ id }) => `/projects/${id}`} />,
  receipt: () => (
    <Routes location="/bids/A1-1/receipt/R20200101-0000000001">
      <Route path="/bids/:code/receipt/:receipt" element={<ReceiptPage />} />
    </Routes>
  ),
  signed: () => (
    <Signed>
      <OfLot part={Questions} />
    </Signed>
  ),
};

const ME: Me = {
  ...{ accountId: '00000000-0000-4000-8000-000000000001', login: 'sys.security.1', name: 'sys.security.1', organisationId: null, organisationName: null, uscc: null },
  ...{ roles: [], permissions: ['identity.take-half', 'account.suspend'] },
};

/** Mounts a part as the only page there is. */
export function mount(part: string): void {
  const Part = PARTS[part]!;
  const router = createMemoryRouter([{ path: '*', element: <Part /> }]);
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <I18nextProvider i18n={createI18n('zh', { bidder: { zh: bidderZh, en: bidderEn } })}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { networkMode: 'always' } } })}>
        <SessionContext value={{ me: ME }}>
          <RouterProvider router={router} />
        </SessionContext>
      </QueryClientProvider>
    </I18nextProvider>,
  );
}
