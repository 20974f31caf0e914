import { Actors } from '@domain/identity/actors';
import { makeIdentityNumber } from '@kernel';
import type { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { accountOf } from './grants';
import { rows, send } from './tools';
import { ask, type Asked, closeConnections, draftBody, platformTime, publishedTender, registeredProject, startWorld, type World } from './world';

/** A right on one project alone opens no other of the same organisation (roles.md 1), not by what is asked about it either: a request carries the whole draft. */
let world: World;
let follower: Client;
let requests: Record<'own' | 'other', Asked>;
let projects: Record<'own' | 'other', string>;

/** Another account of the same organisation, with one role. */
async function colleague(login: string, of: string, role: string): Promise<Client> {
  const [row] = await rows<{ id: string }>(world, 'select organisation_id as id from account where login = $1', [of]);
  const password = 'a-password-of-24-letters';
  const identityNumber = makeIdentityNumber({ region: '990102', birth: '1979-05-05', serial: '651' });
  await accountOf(world, await signIn(world.url, 'sys.security.1', world.running.password!), { organisationId: row!.id, login, name: login, identityNumber, password, roles: [role] });
  return signIn(world.url, login, password);
}

beforeAll(async () => {
  world = await startWorld();
  const { officer } = world.office;
  const [open, other] = [await publishedTender(world), await registeredProject(world)];
  const draft = await officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, other, await platformTime(officer), { ceilingFen: '66666600' }));
  requests = { own: await ask(officer, `/api/tenders/${open.tenderId}/terminate`, { reason: '需求取消' }), other: await ask(officer, `/api/tenders/${draft.tenderId}/publish`) };
  projects = { own: open.projectId, other };
  follower = await colleague('a1.officer.2', 'a1.officer.1', 'agency-officer');
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

/** The rights of these: on this project alone, or on all. */
async function reach(projectId: string | null, ...logins: string[]): Promise<void> {
  await rows(world, 'update role_grant set project_id = $1 where account_id in (select id from account where login = any($2))', [projectId, logins]);
  world.running.app.get(Actors).forget(); // as a grant does
}

// negative controls: the same persons with the same right on all projects are shown both; without the project in DECIDES, in FOLLOWS (proposal.queries.ts) or in PROPOSALS (todo.queries.ts)
// the page, the follower's page or the to-do list of the other project's request is shown
it('a right on one project alone is shown the requests of that one: as who decides, and as who follows', async () => {
  const shown = async () => {
    const { approver } = world.office;
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    const todo = (await approver.get<{ items: { kind: string; objectId: string }[] }>('/api/todo')).items.filter(({ kind }) => kind === 'proposal.confirm').map(({ objectId }) => objectId);
    const open = ids(await approver.get<{ id: string }[]>('/api/proposals'));
    const pages = async (client: Client, { proposalId }: Asked, projectId: string) => {
      const statuses = await Promise.all(['', '/evidence'].map(async (part) => (await send(world.url, 'GET', `/api/proposals/${proposalId}${part}`, { token: client.token })).status));
      return [...statuses, ids(await client.get<{ id: string }[]>(`/api/proposals/of/${projectId}`)).includes(proposalId)];
    };
    const of = async (which: 'own' | 'other') => {
      const { proposalId } = requests[which];
      return { listed: [todo, open].map((list) => list.includes(proposalId)), pages: await Promise.all([approver, follower].map((client) => pages(client, requests[which], projects[which]))) };
    };
    return { own: await of('own'), other: await of('other') };
  };
  const all = {
    listed: [true, true],
    pages: [
      [200, 200, true],
      [200, 200, true],
    ],
  };
  const none = {
    listed: [false, false],
    pages: [
      [404, 404, false],
      [404, 404, false],
    ],
  };
  const both = ['t1.approver.1', 'a1.officer.2'];
  await reach(projects.own, ...both);
  expect(await shown()).toEqual({ own: all, other: none });
  await reach(null, ...both);
  expect(await shown()).toEqual({ own: all, other: all });
});

// negative control: while the permission alone was asked, the bureau's officer of one project stopped the other, and lifted what another had ordered
it('nor does the office of one project: it stops no other, lets none go on, accepts and returns none', async () => {
  const { bureau, entry } = world.office;
  const tries = (of: 'own' | 'other', holdId: string) => [
    [bureau, `/api/projects/${projects[of]}/holds`, { reason: '投诉处理' }] as const,
    [bureau, `/api/holds/${holdId}/lift`, {}] as const,
    [entry, `/api/projects/${projects[of]}/accept`, {}] as const,
    [entry, `/api/projects/${projects[of]}/return`, { reason: '材料不全' }] as const,
  ];
  const statuses = async (of: 'own' | 'other', holdId: string) => {
    const answers: number[] = [];
    for (const [client, path, body] of tries(of, holdId)) answers.push((await send(world.url, 'POST', path, { token: client.token, body })).status);
    return answers;
  };
  const placed = { own: '', other: '' };
  for (const which of ['own', 'other'] as const) placed[which] = (await bureau.post<{ holdId: string }>(`/api/projects/${projects[which]}/holds`, { reason: '投诉处理' })).holdId;
  await reach(projects.own, 'sb.officer.1', 'tc.entry.1');
  expect(await statuses('other', placed.other)).toEqual([404, 404, 404, 404]);
  expect(await statuses('own', placed.own)).toEqual([201, 200, 409, 409]); // it is registered already
  await reach(null, 'sb.officer.1', 'tc.entry.1');
});

// negative control: without `after` each page was the first
it('projects are read on past the newest, each once', async () => {
  const { officer } = world.office;
  const page = (query: string) => officer.get<{ id: string }[]>(`/api/projects?${query}`);
  const all = (await page('limit=200')).map(({ id }) => id);
  expect(all).toEqual(expect.arrayContaining(Object.values(projects)));
  const one = async (after: string | undefined): Promise<string[]> => {
    const [next] = await page(`limit=1${after ? `&after=${after}` : ''}`);
    return next ? [next.id, ...(await one(next.id))] : [];
  };
  expect(await one(undefined)).toEqual(all);
});
