import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/venue.json';
import zh from '../../locales/zh-CN/venue.json';
import { HomePage } from './home';
import { ProjectPage } from './project';
import { RoomsPage } from './rooms';
import { SessionsPage } from './sessions';

bringTexts('venue', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'projects/:id', element: <ProjectPage /> },
  { path: 'sessions', element: <SessionsPage /> },
  { path: 'rooms', element: <RoomsPage /> },
  { path: 'approvals', element: <ApprovalsPage /> },
];
