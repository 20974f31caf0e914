import { download, sheetsOf } from './sheets';
import { closeConnections, publishedTender, refusal, startWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function sheet(path: string, { token, language }: { token?: string | undefined; language?: string } = {}): Promise<{ about: string[][]; rows: string[][] }> {
  const { status, type, bytes } = await download(world.url + path, token, language);
  expect([status, type]).toEqual([200, XLSX]);
  const [about, rows] = sheetsOf(bytes).map((one) => one.map((cells) => cells.map(({ text }) => text)));
  return { about: about!, rows: rows! };
}

it('the list of tenders, with its filter: the same rows as on the page, drafts of nobody', async () => {
  const codes: string[] = [];
  for (const title of ['=HYPERLINK("http://evil.example")', '普通标段', '普通标段二']) codes.push((await publishedTender(world, { title, ceilingFen: '123456789' })).code);
  const all = await sheet('/api/tenders.xlsx');
  expect(all.rows.slice(1).map(([code]) => code)).toEqual([...codes].reverse());
  expect(all.rows.at(-1)).toEqual(expect.arrayContaining(['=HYPERLINK("http://evil.example")', '1234567.89', '招标中']));
  const filtered = await sheet(`/api/tenders.xlsx?q=${encodeURIComponent('普通')}&stage=bidding`);
  const page = await world.office.officer.get<{ items: { code: string }[] }>(`/api/tenders?q=${encodeURIComponent('普通')}&stage=bidding`);
  expect(filtered.rows.slice(1).map(([code]) => code)).toEqual(page.items.map(({ code }) => code));
  expect(filtered.about).toEqual(expect.arrayContaining([['筛选条件', 'q=普通; stage=bidding; sort=newest; mine=false']]));
  expect((await sheet('/api/tenders.xlsx', { language: 'en' })).rows[0]).toContain('Lot code');
  expect((await download(`${world.url}/api/tenders.xlsx?region=x`)).status).toBe(400);
});

it('the figures, with their sum', async () => {
  await world.office.system.post('/api/statistics/recount');
  const { rows, about } = await sheet('/api/statistics.xlsx?region=99');
  expect(rows.map(([month]) => month)).toEqual(['月份', '2026-03', '合计']);
  expect(rows[1]![3]).toBe('3'); // three projects entered
  expect(about).toEqual(expect.arrayContaining([['筛选条件', 'region=99; formula=savings-rate/1']]));
});

it('the trail of a project, for those who may read it', async () => {
  const { projectId } = await publishedTender(world);
  const { bureau, officer } = world.office;
  const path = `/api/projects/${projectId}/audit`;
  const { rows, about } = await sheet(`${path}.xlsx?act=tender.`, { token: bureau.token });
  const page = await bureau.get<{ entries: { requestId: string }[] }>(`${path}?act=tender.`);
  expect(rows.slice(1).map((row) => row[8])).toEqual(page.entries.map(({ requestId }) => requestId));
  expect(rows.slice(1).map(([number]) => number)).toEqual(page.entries.map((_, i) => String(i + 1)));
  expect(page.entries.length).toBeGreaterThan(1);
  expect(about.find(([name]) => name === '导出人')![1]).toMatch(/sb\.officer\.1/);
  expect((await refusal(officer.get(`${path}.xlsx`))).code).toBe('auth.not-allowed');
});
