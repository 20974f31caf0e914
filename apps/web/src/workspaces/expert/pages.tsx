import type { RouteObject } from 'react-router';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/expert.json';
import zh from '../../locales/zh-CN/expert.json';
import { HomePage } from './home';
import { InterestsPage } from './interests';
import { InvitationsPage } from './invitations';

bringTexts('expert', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'invitations', element: <InvitationsPage /> },
  { path: 'interests', element: <InterestsPage /> },
];
