import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DutiesService } from '@domain/duties';
import { closeConnections, type Published, publishedTender, registeredProject, startWorld, type World } from './world';
import { rows } from './tools';

let world: World;
let duties: DutiesService;
let tender: Published;
const open = (kind: string) => rows<{ stopped: boolean; done: boolean }>(world, `select stopped, done_at is not null as done from duty where kind = $1 order by opened_at`, [kind]);

beforeAll(async () => {
  world = await startWorld();
  duties = world.running.app.get(DutiesService);
  tender = await publishedTender(world);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

it('a duty begins and ends with the act that causes it, and keeps when', async () => {
  const bidder = await world.bidder('问答甲');
  const { questionId } = await bidder.client.post<{ questionId: string }>(`/api/tenders/${tender.tenderId}/questions`, { text: '工期如何计算？' });
  expect(await open('tender.question-open')).toEqual([{ stopped: false, done: false }]);
  await world.office.officer.post(`/api/questions/${questionId}/answer`, { answer: '自开工令起算。' });
  expect(await open('tender.question-open')).toEqual([{ stopped: false, done: true }]);
});

it('a hold stops it, and its end lets it go on', async () => {
  const { bureau, officer } = world.office;
  const bidder = await world.bidder('问答乙');
  await bidder.client.post(`/api/tenders/${tender.tenderId}/questions`, { text: '材料价差如何调整？' });
  const { holdId } = await bureau.post<{ holdId: string }>(`/api/projects/${tender.projectId}/holds`, { reason: '核查投诉' });
  expect((await open('tender.question-open')).at(-1)).toEqual({ stopped: true, done: false });
  expect((await officer.get<{ items: { kind: string }[] }>('/api/todo')).items.map(({ kind }) => kind)).not.toContain('tender.question-open');
  await bureau.post(`/api/holds/${holdId}/lift`);
  expect((await open('tender.question-open')).at(-1)).toEqual({ stopped: false, done: false });
  expect((await officer.get<{ items: { kind: string }[] }>('/api/todo')).items.map(({ kind }) => kind)).toContain('tender.question-open');
});

it('two acts of one project at once leave no row that is not owed', async () => {
  const askers = await Promise.all(['同时甲', '同时乙', '同时丙', '同时丁'].map((name) => world.bidder(name)));
  await Promise.all(askers.map(({ client }) => client.post(`/api/tenders/${tender.tenderId}/questions`, { text: '同时提问' })));
  const waiting = await rows<{ id: string }>(world, 'select id from tender_question where answer is null');
  await Promise.all(waiting.map(({ id }) => world.office.officer.post(`/api/questions/${id}/answer`, { answer: '见招标文件。' })));
  expect((await open('tender.question-open')).filter(({ done }) => !done)).toEqual([]);
  expect(await duties.drift()).toEqual([]);
});

// negative control: what changes past the acts is seen as a difference, and what starts anew is put right
it('rows that are not what is owed are found, and written anew', async () => {
  await registeredProject(world, { name: '另一项目（演示）' });
  expect(await duties.drift()).toEqual([]);
  await world.office.officer.post('/api/projects', { ...PROJECT });
  expect(await duties.drift()).toEqual([]);
  await rows(world, `update project set status = 'submitted' where status = 'draft'`); // past the platform
  expect((await duties.drift()).map(({ kind }) => kind).sort()).toEqual(['project.accept', 'project.draft']);
  await duties.settleAll();
  expect(await duties.drift()).toEqual([]);
  expect(await open('project.accept')).toContainEqual({ stopped: false, done: false });
});

// negative control: while a start looked only whether there were any rows, a duty or limit that a new version knows was on nobody's list until something happened in its project
it('a start writes what the version before did not know, and corrects what it knew otherwise', async () => {
  await rows(world, `delete from duty where kind = 'project.accept'`);
  await rows(world, `update duty set due_at = due_at + interval '1 day', article = null where done_at is null`);
  await rows(world, `insert into duty (id, kind, object_id, owner, project_id, opened_at) select gen_random_uuid(), 'thing.dropped', id, 'role:bureau-officer', id, now() from project limit 1`);
  expect((await duties.drift()).map(({ kind }) => kind)).toContain('project.accept');
  await duties.onApplicationBootstrap(); // by the same questions nothing is asked: a start costs nothing the more there is
  expect((await duties.drift()).map(({ kind }) => kind)).toContain('project.accept');
  await rows(world, `update duty_version set sha256 = 'of another version'`);
  await duties.onApplicationBootstrap();
  expect(await duties.drift()).toEqual([]);
  expect(await open('thing.dropped')).toEqual([{ stopped: false, done: true }]);
});

const namesIn = (language: string) => (JSON.parse(readFileSync(join(__dirname, `../../apps/web/src/locales/${language}/terms.json`), 'utf8')) as { kind: Record<string, string> }).kind;
const nameless = (kinds: readonly string[]) => kinds.filter((kind) => ['zh-CN', 'en'].some((language) => !namesIn(language)[kind]));

it('each kind has a name in both languages, and may be defined but once', () => {
  expect(duties.all.length).toBeGreaterThan(15);
  expect(nameless(duties.all.map(({ kind }) => kind))).toEqual([]);
  expect(nameless(['thing.owed'])).toEqual(['thing.owed']); // negative control
  expect(() => duties.define(duties.all[0]!)).toThrow('two definitions');
  expect(() => duties.define({ ...duties.all[0]!, kind: 'thing.owed', changesWith: [] })).toThrow('nothing changes');
});

const PROJECT = {
  ...{ name: '改动的项目（演示）', category: 'construction', kind: 'A02', region: '990100', tendererUscc: '91990100MATP100165', mandate: '委托-7' },
  ...{ approvalNumber: '衡发改〔2026〕7号', fundsSource: '财政资金', estimateFen: '1000000000', stateControlled: true, mandatory: true },
};
