import type { RouteObject } from 'react-router';
import { ApprovalsPage } from '../../features/identity/approvals';
import { bringTexts } from '../../lib/texts';
import en from '../../locales/en/admin.json';
import zh from '../../locales/zh-CN/admin.json';
import { AuthoritiesPage } from './authorities';
import { CalendarPage } from './calendar';
import { CertificatesPage } from './certificates';
import { HealthPage } from './health';
import { JobsPage } from './jobs';
import { PeoplePage } from './people';
import { RolesPage } from './roles';
import { RulesetsPage } from './rulesets';

bringTexts('admin', zh, en);

export const pages: RouteObject[] = [
  { index: true, element: <HealthPage /> },
  { path: 'approvals', element: <ApprovalsPage /> },
  { path: 'people', element: <PeoplePage /> },
  { path: 'roles', element: <RolesPage /> },
  { path: 'authorities', element: <AuthoritiesPage /> },
  { path: 'certificates', element: <CertificatesPage /> },
  { path: 'calendar', element: <CalendarPage /> },
  { path: 'rulesets', element: <RulesetsPage /> },
  { path: 'jobs', element: <JobsPage /> },
];
