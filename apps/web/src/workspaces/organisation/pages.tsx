import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/organisation.json';
import zh from '../../locales/zh-CN/organisation.json';
import { PeoplePage } from './people';

bringTexts('organisation', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <PeoplePage /> },
  { path: 'approvals', element: <ApprovalsPage /> },
];
