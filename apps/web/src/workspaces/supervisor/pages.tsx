import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/supervisor.json';
import zh from '../../locales/zh-CN/supervisor.json';
import { FiguresPage } from './figures';
import { HomePage } from './home';
import { LivePage } from './live';
import { PlatformTrailPage } from './platform-trail';
import { ProjectPage } from './project';
import { ProjectsPage } from './projects';
import { TenderPage } from './tender';
import { WallPage } from './wall';

bringTexts('supervisor', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'live', element: <LivePage /> },
  { path: 'projects', element: <ProjectsPage /> },
  { path: 'projects/:id', element: <ProjectPage /> },
  { path: 'tenders/:code', element: <TenderPage /> },
  { path: 'trail', element: <PlatformTrailPage /> },
  { path: 'figures', element: <FiguresPage /> },
  { path: 'wall', element: <WallPage /> },
  { path: 'approvals', element: <ApprovalsPage /> },
];
