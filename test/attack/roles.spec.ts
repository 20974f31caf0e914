import { randomUUID } from 'node:crypto';
import { actsOf } from '@domain/identity/roles';
import { makeIdentityNumber } from '@kernel';
import { signIn } from '../../apps/cli/src/play/people';
import { accountOf } from '../journeys/grants';
import { ask as askFor, draftBody, platformTime, publishedTender, registeredProject, startWorld, type World } from '../journeys/world';
import { type Answer, closeAgent, eachOf, openPg, type Route, routesOf, sample, send, tokensOf } from './surface';

let world: World;
let routes: Route[];
let tokens: Record<string, string>;
let pg: Awaited<ReturnType<typeof openPg>>;

beforeAll(async () => {
  world = await startWorld({ experts: 1, env: { LOG_LEVEL: 'silent' } });
  [routes, tokens, pg] = [await routesOf(world), await tokensOf(world), await openPg(world)];
});
afterAll(async () => {
  await pg?.close();
  await world?.stop();
  await closeAgent();
});

const filled = ({ path }: Route) => path.replace(/\{\w+\}/g, () => randomUUID());
const rolesOf = (name: string) => (name === 'bidder' ? ['bidder-officer', 'bidder-signatory', 'organisation-head'] : [name]);

test('each route × each role: 401 without a session, 403 without the right, and only then is anything looked at', async () => {
  const before = await pg.counts();
  const faults: string[] = [];
  const guarded = routes.filter((route) => !route.open);
  const cases = guarded.flatMap((route) => [undefined, ...Object.keys(tokens)].map((role) => ({ route, role })));
  await eachOf(cases, async ({ route, role }) => {
    const may = role !== undefined && actsOf(rolesOf(role)).has(route.act);
    if (may && route.method !== 'GET' && !route.path.includes('{')) return; // it would be done
    const body = route.body && !may ? JSON.stringify(sample(route.body)) : undefined;
    const { status, problem } = await send(world.url, route.method, filled(route), { token: role && tokens[role], body });
    const right = may ? status !== 401 && status !== 403 : role ? status === 403 && problem.code === 'auth.not-allowed' : status === 401 && problem.code === 'auth.sign-in-needed';
    if (!right) faults.push(`${role ?? 'nobody'} ${route.method} ${route.path}: ${status} ${problem?.code}`);
  });
  expect(faults.sort()).toEqual([]);
  expect(await pg.counts()).toEqual(before);
});

let strangers = 0;

/** Another tenderer with all its offices, who knows the ids of what is not his. */
async function stranger(): Promise<{ token: string }> {
  const { running } = world;
  const security = await signIn(world.url, 'sys.security.1', running.password!);
  const firm = await world.bidder('另一招标人');
  const [{ id }] = (await pg.query<{ id: string }>('select organisation_id as id from account where login = $1', [firm.firm.login])) as [{ id: string }];
  const login = `stranger-${randomUUID().slice(0, 8)}`;
  const password = randomUUID();
  const identityNumber = makeIdentityNumber({ region: '990102', birth: '1977-07-07', serial: String(100 + strangers++) });
  const wanted = { organisationId: id, login, name: '外人', identityNumber, password, roles: ['tenderer-officer', 'tenderer-approver'] };
  await accountOf(world, security, wanted, firm.client); // who registered that firm is its head
  return { token: (await signIn(world.url, login, password)).token! };
}

const shape = ({ status, problem, text }: Answer) => (problem ? JSON.stringify({ ...problem, requestId: '' }) : `${status} ${text}`);

// negative control: before the answer was given for what was asked, a stranger's draft was "no such project" and a random id "no such tender"
test('what belongs to another organisation answers like what does not exist', async () => {
  const foreign = await stranger();
  const projectId = await registeredProject(world);
  const draft = await world.office.officer.post<{ tenderId: string }>('/api/tenders', draftBody(world, projectId, await platformTime(world.office.officer)));
  const published = await publishedTender(world);
  const bidder = await world.bidder('提问人');
  const { questionId } = await bidder.client.post<{ questionId: string }>(`/api/tenders/${published.tenderId}/questions`, { text: '问' });
  const asked = await askFor(world.office.officer, `/api/tenders/${draft.tenderId}/publish`);
  const ids: [prefix: string, id: string][] = [
    ['/api/projects/', projectId],
    ['/api/tenders/', draft.tenderId],
    ['/api/questions/', questionId],
    ['/api/proposals/', asked.proposalId],
  ];
  const faults: string[] = [];
  const cases = ids.flatMap(([prefix, id]) => routes.filter((route) => route.path.startsWith(`${prefix}{`)).map((route) => ({ route, id })));
  await eachOf(cases, async ({ route, id }) => {
    const body = route.body ? JSON.stringify(sample(route.body)) : undefined;
    const ask = (with_: string) => send(world.url, route.method, route.path.replace('{id}', with_).replace('{fileId}', world.documentId), { token: foreign.token, body });
    const [theirs, nobodys] = [await ask(id), await ask(randomUUID())];
    if (shape(theirs) !== shape(nobodys)) faults.push(`${route.method} ${route.path}: ${shape(theirs)} ≠ ${shape(nobodys)}`);
  });
  expect(faults.sort()).toEqual([]);
});

test('a published tender of another organisation is read by all and changed by none', async () => {
  const foreign = await stranger();
  const { tenderId } = await publishedTender(world);
  const before = await pg.counts();
  const acts = routes.filter((route) => route.method === 'POST' && route.path.startsWith('/api/tenders/{id}/'));
  const seen = new Set<string>();
  for (const route of acts) {
    const body = route.body ? JSON.stringify(sample(route.body)) : undefined;
    const { status, problem } = await send(world.url, 'POST', route.path.replace('{id}', tenderId), { token: foreign.token, body });
    seen.add(`${status} ${problem?.code}`);
  }
  expect([...seen].sort()).toEqual(['403 auth.not-allowed', '404 platform.not-found']);
  expect(await pg.counts()).toEqual(before);
});
