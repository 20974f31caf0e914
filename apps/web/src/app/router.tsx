import { createBrowserRouter, Outlet, type RouteObject } from 'react-router';
import { CertificatesPage } from '../features/identity/certificates';
import { AccountPage } from './account';
import type { WorkspaceName } from './menus';
import { RegisterPage } from './register';
import { ReplaceCertificatePage } from './replace-certificate';
import { Signed } from './session';
import { Shell } from './shell';
import { SignInPage } from './sign-in';
import { Broken, Lost } from './system';

type Pages = () => Promise<{ pages: RouteObject[] }>;

/** What each workspace brings, loaded when its address is first opened. */
const LOADS: Record<WorkspaceName, Pages> = {
  agency: () => import('../workspaces/agency/pages'),
  bidder: () => import('../workspaces/bidder/pages'),
  expert: () => import('../workspaces/expert/pages'),
  supervisor: () => import('../workspaces/supervisor/pages'),
  trustee: () => import('../workspaces/trustee/pages'),
  venue: () => import('../workspaces/venue/pages'),
  organisation: () => import('../workspaces/organisation/pages'),
  admin: () => import('../workspaces/admin/pages'),
};

const signed = (
  <Signed>
    <Outlet />
  </Signed>
);

const start: RouteObject[] = [
  { path: '/login', element: <SignInPage />, errorElement: <Broken /> },
  { path: '/login/certificate', element: <ReplaceCertificatePage />, errorElement: <Broken /> },
  { path: '/register', element: <RegisterPage />, errorElement: <Broken /> },
];

export const router = createBrowserRouter(
  [
    ...start,
    {
      element: signed,
      errorElement: <Broken />,
      children: [
        {
          element: <Shell workspace="account" />,
          children: [
            { path: '/account', element: <AccountPage />, errorElement: <Broken /> },
            { path: '/account/certificates', element: <CertificatesPage />, errorElement: <Broken /> },
          ],
        },
        { path: '/openings/:code', lazy: async () => ({ Component: (await import('../workspaces/live/hall')).HallPage }), errorElement: <Broken /> },
        { path: '/rooms/:code', lazy: async () => ({ Component: (await import('../workspaces/live/room')).RoomPage }), errorElement: <Broken /> },
      ],
    },
    { path: '*', element: <Lost /> },
  ],
  {
    // a workspace's routes join the tree when somebody first goes there
    patchRoutesOnNavigation: async ({ path, patch }) => {
      const name = path.split('/')[1] ?? '';
      if (!Object.hasOwn(LOADS, name)) return;
      const { pages } = await LOADS[name as WorkspaceName]();
      patch(null, [
        {
          path: `/${name}`,
          element: signed,
          errorElement: <Broken />,
          children: [{ element: <Shell workspace={name} />, children: pages.map((page) => ({ errorElement: <Broken />, ...page })) as RouteObject[] }],
        },
      ]);
    },
  },
);
