import type { Browser } from 'playwright-core';
import { makeIdentityNumber, makeUscc } from '@kernel';
import { closeConnections, type Published, publishedTender, registerBidder, startWorld, type World } from '../journeys/world';
import { rows } from '../journeys/tools';
import { faultsOf, launch, Person, withChromium } from './browser';

const FULL = {
  type: 'urn:tianping:problem:http.no-room',
  title: '存储空间不足',
  status: 507,
  detail: '存储空间不足，稍后再试',
  code: 'http.no-room',
  requestId: 'x',
  violations: [{ code: 'http.no-room', detail: '存储空间不足，稍后再试' }],
};

withChromium('uploads that were not submitted', () => {
  let world: World;
  let browser: Browser;
  let tender: Published;
  let bidder: Person;
  beforeAll(async () => {
    world = await startWorld();
    tender = await publishedTender(world);
    browser = await launch();
    const firm = { name: '墨池建工（演示）', uscc: makeUscc({ kind: '91', region: '990100', body: 'MATK9003' }), region: '990100', login: 'bidder-9003' };
    const own = await registerBidder(world.office, { ...firm, identityNumber: makeIdentityNumber({ region: '990102', birth: '1982-02-02', serial: '903' }) }, { kept: true });
    const { uploadId } = await own.client.post<{ uploadId: string }>(`/api/tenders/${tender.tenderId}/uploads`, { size: 40_000_000 });
    await own.client.put(`/api/uploads/${uploadId}?offset=0`, Buffer.alloc(8_000_000, 40));
    await own.client.put(`/api/tenders/${tender.tenderId}/bid-content`, Buffer.alloc(3_000_000, 40));
    bidder = await Person.at(browser, world.url, 'bidder');
    await bidder.signInAs('bidder-9003');
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await closeConnections();
  });

  test('are listed with their end on the page of the bid, and are given up in two steps', async () => {
    await bidder.follow(`/bidder/tenders/${encodeURIComponent(tender.code)}/bid`);
    await bidder.sees('尚未递交的上传');
    await bidder.sees('已收到 20%');
    await bidder.sees('已传完，未递交');
    await bidder.look('uploads');
    expect(await faultsOf(bidder.page, 'uploads')).toEqual([]);
    for (const left of [1, 0]) {
      await bidder.click('放弃');
      await bidder.click('确定放弃，释放空间');
      await bidder.page.getByRole('button', { name: '放弃' }).nth(left).waitFor({ state: 'detached' });
    }
    expect([await rows(world, 'select 1 from bid_upload'), await rows(world, 'select 1 from bid_transfer'), await rows(world, 'select 1 from storage_claim')]).toEqual([[], [], []]);
    expect(bidder.errors).toEqual([]);
  });

  // negative control: with what is typed kept in the form itself, it comes back empty
  test('one that is refused leaves what was typed and chosen', async () => {
    const { page } = bidder;
    await page.route('**/uploads', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 507, contentType: 'application/problem+json', body: JSON.stringify(FULL) }) : route.continue(),
    );
    await page.getByLabel('投标报价').fill('123.45');
    await page.locator('#files').setInputFiles({ name: '技术标.txt', mimeType: 'text/plain', buffer: Buffer.from('技术标（测试）') });
    await bidder.click('本机加密并上传');
    await bidder.sees(FULL.detail);
    await bidder.click('重新开始');
    await bidder.sees('技术标.txt');
    expect(await page.getByLabel('投标报价').inputValue()).toBe('123.45');
    await page.unroute('**/uploads');
    await bidder.click('本机加密并上传');
    await bidder.sees('签名并递交');
    expect(bidder.errors.filter((error) => !error.includes('507'))).toEqual([]);
  });
});
