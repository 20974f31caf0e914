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

it('a place asks for itself and the places below it, in lists, figures, workbooks and pages alike', async () => {
  const counted = async (region: string) => {
    const page = async (path: string) => (await (await fetch(`${world.url}${path}?region=${region}`)).text()).match(/普通标段/g)?.length ?? 0;
    const list = await world.office.officer.get<{ items: { region: string }[] }>(`/api/tenders?region=${region}`);
    const figures = await world.office.officer.get<{ total: { entered: string } }>(`/api/statistics?region=${region}`);
    const workbook = await sheet(`/api/statistics.xlsx?region=${region}`);
    return {
      list: list.items.length,
      tenders: (await sheet(`/api/tenders.xlsx?region=${region}`)).rows.length - 1,
      figures: Number(figures.total.entered),
      workbook: Number(workbook.rows.at(-1)![1]), // the sum names no place and no category
      page: (await page('/tenders')) > 0,
      chosen: (await (await fetch(`${world.url}/figures?region=${region}`)).text()).includes('<option value="99" selected="">'),
    };
  };
  const found = { list: 3, tenders: 3, figures: 3, workbook: 3, page: true };
  for (const region of ['99', '990000']) expect([region, await counted(region)]).toEqual([region, { ...found, chosen: true }]);
  for (const region of ['9901', '990100']) expect([region, await counted(region)]).toEqual([region, { ...found, chosen: false }]);
  for (const region of ['990101', '990200', '33', '330000']) expect([region, await counted(region)]).toEqual([region, { list: 0, tenders: 0, figures: 0, workbook: 0, page: false, chosen: false }]);
  for (const path of ['/api/tenders', '/api/tenders.xlsx', '/api/statistics', '/api/statistics.xlsx']) expect((await fetch(`${world.url}${path}?region=330`)).status).toBe(400);
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
