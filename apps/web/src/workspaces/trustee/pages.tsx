import type { RouteObject } from 'react-router';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/trustee.json';
import zh from '../../locales/zh-CN/trustee.json';
import { HomePage } from './home';
import { OpeningPage } from './opening';

bringTexts('trustee', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HomePage /> },
  { path: 'tenders/:code', element: <OpeningPage /> },
];
