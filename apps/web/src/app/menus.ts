interface Entry {
  key: string;
  to: string;
  /** Only for those who hold this permission. */
  act?: string;
}

/** The first parts of the addresses that the shell draws; the server answers each with the shell, whatever follows (apps/api/src/web). */
export type Place = WorkspaceName | 'login' | 'register' | 'account' | 'openings' | 'rooms';
export type WorkspaceName = 'agency' | 'bidder' | 'expert' | 'supervisor' | 'venue' | 'trustee' | 'organisation' | 'admin';

/** The workspaces, who has which, and their first-level entries. Counts beside an entry are for things owed only. */
export interface Workspace {
  name: WorkspaceName;
  /** Any of these roles opens it. */
  roles: readonly string[];
  entries: readonly Entry[];
}

const entry = (workspace: WorkspaceName, key: string, path = key): Entry => ({ key, to: path === '' ? `/${workspace}` : `/${workspace}/${path}` });
/** An entry for those who hold this permission: what somebody may not read is not offered, nor asked for. */
const only = (act: string, of: Entry): Entry => ({ ...of, act });

export const WORKSPACES: readonly Workspace[] = [
  {
    name: 'agency',
    roles: ['tenderer-officer', 'tenderer-approver', 'agency-officer'],
    entries: [entry('agency', 'todo', ''), entry('agency', 'projects'), entry('agency', 'tenders'), entry('agency', 'approvals')],
  },
  { name: 'bidder', roles: ['bidder-officer', 'bidder-signatory'], entries: [entry('bidder', 'todo', ''), entry('bidder', 'find'), entry('bidder', 'bids'), entry('bidder', 'firm')] },
  {
    name: 'expert',
    roles: ['expert', 'tenderer-representative'],
    entries: [entry('expert', 'today', ''), only('call.read', entry('expert', 'invitations')), only('expert.declare-interest', entry('expert', 'interests'))],
  },
  {
    name: 'supervisor',
    roles: ['bureau-officer', 'audit-admin'],
    entries: [
      only('hold.place', entry('supervisor', 'todo', '')),
      only('hold.place', entry('supervisor', 'live')),
      only('hold.place', entry('supervisor', 'projects')),
      only('audit.read-platform', entry('supervisor', 'trail')),
      entry('supervisor', 'figures'),
      entry('supervisor', 'approvals'),
    ],
  },
  { name: 'venue', roles: ['hall-operator', 'entry-officer'], entries: [entry('venue', 'todo', ''), entry('venue', 'sessions'), entry('venue', 'rooms'), entry('venue', 'approvals')] },
  { name: 'trustee', roles: ['key-trustee'], entries: [entry('trustee', 'todo', ''), { key: 'certificates', to: '/account/certificates' }] },
  { name: 'organisation', roles: ['organisation-head'], entries: [entry('organisation', 'people', ''), entry('organisation', 'approvals')] },
  {
    name: 'admin',
    roles: ['system-admin', 'security-admin', 'library-admin'],
    entries: [
      only('job.read', entry('admin', 'health', '')),
      only('proposal.confirm', entry('admin', 'approvals')),
      only('account.read', entry('admin', 'people')),
      entry('admin', 'roles'),
      entry('admin', 'authorities'),
      only('certificate.read', entry('admin', 'certificates')),
      entry('admin', 'calendar'),
      entry('admin', 'rulesets'),
      only('job.read', entry('admin', 'jobs')),
    ],
  },
];

/** Under the account: its settings, and certificates for whoever uses any. */
const accountEntries = (permissions: readonly string[]): Workspace['entries'] => [
  { key: 'settings', to: '/account' },
  ...(permissions.includes('certificate.bind') ? [{ key: 'certificates', to: '/account/certificates' }] : []),
];

export const workspacesOf = (roles: readonly string[]): readonly Workspace[] => WORKSPACES.filter((workspace) => workspace.roles.some((role) => roles.includes(role)));

/** What a workspace offers to this person: its own pages, and none that is another office's. */
export function entriesOf(name: string, roles: readonly string[], permissions: readonly string[]): Workspace['entries'] {
  if (name === 'account') return accountEntries(permissions);
  const found = workspacesOf(roles).find((workspace) => workspace.name === name);
  return (found?.entries ?? []).filter(({ act }) => !act || permissions.includes(act));
}

/** Where somebody begins. */
export const homeOf = (roles: readonly string[], permissions: readonly string[]): string => workspacesOf(roles).flatMap(({ name }) => entriesOf(name, roles, permissions))[0]?.to ?? '/account';
