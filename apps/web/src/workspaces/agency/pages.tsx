import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/agency.json';
import zh from '../../locales/zh-CN/agency.json';
import { HomePage } from './home';
import { ProjectEditor } from './project-editor';
import { ProjectPage } from './project';
import { ProjectsPage } from './projects';
import { TenderEditor } from './tender-editor';
import { TenderPage } from './tender';
import { TendersPage } from './tenders';

bringTexts('agency', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'projects', element: <ProjectsPage /> },
  { path: 'projects/new', element: <ProjectEditor /> },
  { path: 'projects/:id', element: <ProjectPage /> },
  { path: 'projects/:id/edit', element: <ProjectEditor /> },
  { path: 'projects/:id/tender', element: <TenderEditor /> },
  { path: 'tenders', element: <TendersPage /> },
  { path: 'tenders/:code', element: <TenderPage /> },
  { path: 'tenders/:code/edit', element: <TenderEditor /> },
  { path: 'approvals', element: <ApprovalsPage /> },
];
