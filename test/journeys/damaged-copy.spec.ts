import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Storage } from '@platform/storage';
import { ReleasingService } from '../../libs/domain/src/opening/releasing.service';
import { groundOf, rows, until } from './tools';
import { advance, ask, type Bidder, closeConnections, confirm, pastDeadline, type Published, publishedTender, refusal, startWorld, type World } from './world';

/** The platform's own copy of a sealed bid is damaged before the opening: a disk that fails, somebody who has the host. Its receipt says that it came whole. */
let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const bidOf = (bidder: Bidder, { tenderId }: Published) =>
  JSON.parse(bidder.kept.get(tenderId)!.manifest) as { cipherSha256: string; cipherSize: number; parts: { name: string; offset: number; cipherSize: number }[] };

/** Changes the last byte of a part where the platform keeps it, or cuts it off; returns how to put it back. */
function damage(bidder: Bidder, tender: Published, part: string, how: 'changed' | 'cut'): () => void {
  const { cipherSha256, parts } = bidOf(bidder, tender);
  const path = join(world.running.home, 'files', cipherSha256.slice(0, 2), cipherSha256);
  const received = readFileSync(path);
  const { offset, cipherSize } = parts.find(({ name }) => name === part)!;
  const other = Buffer.from(received);
  other[offset + cipherSize - 1]! ^= 1;
  writeFileSync(path, how === 'changed' ? other : received.subarray(0, offset + cipherSize - 1));
  return () => writeFileSync(path, received);
}

const statusOf = async (bidder: Bidder, tender: Published) =>
  (await rows<{ status: string }>(world, 'select status from bid where tender_id = $1 and cipher_sha256 = $2', [tender.tenderId, bidOf(bidder, tender).cipherSha256]))[0]!.status;
const start = async (tender: Published) => {
  await pastDeadline(world, tender);
  return world.office.officer.post<{ windowEndsAt: string }>(`/api/tenders/${tender.tenderId}/opening/start`);
};

// negative control: without the look at the file each was `revoked` within seconds, “属投标人原因”, and its price was read out of no record
test('where trustees open, it is not put down to its bidder: it waits, opens once it is restored, and else goes by what the presiding person states', async () => {
  const { officer, hall, trustees } = world.office;
  const { items } = await officer.get<{ items: { accountId: string; certificate: string }[] }>('/api/trustees');
  const published = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
  const tender = { ...published, escrowTerms: { threshold: 2, trustees: items.map(({ certificate }) => certificate) } };
  const bidders = await Promise.all(['甲', '乙', '丙', '丁'].map((name) => world.bidder(`损坏-${name}`)));
  for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(910_000_000 + i));
  const [sound, priceless, shortened, lost] = bidders as [Bidder, Bidder, Bidder, Bidder];
  const restore = [damage(priceless, tender, 'price-sheet', 'changed'), damage(shortened, tender, 'body', 'cut')];
  damage(lost, tender, 'body', 'changed');
  const { windowEndsAt } = await start(tender);
  for (const trustee of trustees.slice(0, 2)) await trustee.release(tender.tenderId);
  const open = () => world.running.app.get(ReleasingService).openDue();
  await expect(open()).rejects.toThrow();
  expect(await Promise.all(bidders.map((bidder) => statusOf(bidder, tender)))).toEqual(['opened', 'sealed', 'sealed', 'sealed']);
  expect(await statusOf(sound, tender)).toBe('opened');
  // negative control: without `Tries` each run reads each sealed file again, several times over
  const read = jest.spyOn(world.running.app.get(Storage), 'read');
  for (let run = 0; run < 100; run += 1) await expect(open()).rejects.toThrow();
  expect(read.mock.calls.length).toBeLessThan(100);
  read.mockRestore();
  await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 1));
  const conclude = (otherCauses: object[]) => ask(officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses });
  expect(await groundOf(conclude([]))).toBe('opening.still-opening O20-30');
  for (const again of restore) again();
  // within half a minute each is tried again, without anybody's doing
  await until(async () => {
    await open().catch(() => undefined);
    return (await Promise.all(bidders.map((bidder) => statusOf(bidder, tender)))).join() === 'opened,opened,opened,sealed';
  });
  const { bidId } = lost.kept.get(tender.tenderId)! as unknown as { bidId: string };
  await confirm(hall, await conclude([{ bidId, reason: '平台存储损坏' }]));
  const { record } = await officer.get<{ record: string }>(`/api/tenders/${tender.tenderId}/opening`);
  const told = (JSON.parse(record) as { bids: { bidId: string; outcome: string; cause: string | null }[] }).bids.find((one) => one.bidId === bidId)!;
  expect(told).toMatchObject({ outcome: 'unopened', cause: expect.stringContaining('平台存储损坏') });
});

// negative control: he read “文件被改动、截断，或密钥、项目、标段不对应”
test('where bidders decrypt, it is told to who hands over right keys, and opens once it is restored', async () => {
  const tender = await publishedTender(world);
  const bidders = await Promise.all(['戊', '己', '庚'].map((name) => world.bidder(`损坏-${name}`)));
  for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(920_000_000 + i));
  const restore = damage(bidders[0]!, tender, 'body', 'changed');
  await start(tender);
  const told = await refusal(bidders[0]!.decrypt(tender.tenderId));
  expect([told.status, told.code]).toEqual([500, 'opening.copy-changed']);
  const wrong = { ...bidders[1]!.kept.get(tender.tenderId)!.keys, body: '00'.repeat(32) };
  expect(await groundOf(bidders[1]!.client.post(`/api/tenders/${tender.tenderId}/opening/decrypt`, { keys: wrong }))).toBe('envelope.key-mismatch O20-31');
  restore();
  await bidders[0]!.decrypt(tender.tenderId);
  expect(await statusOf(bidders[0]!, tender)).toBe('opened');
});

// negative controls: without the note the first was revoked as its bidder's doing and refused after the window; the bid with wrong keys is still
test('keys that came in time are in time, whatever failed here: the bid opens after the window too, and else it is not put down to its bidder', async () => {
  const { officer, hall } = world.office;
  const tender = await publishedTender(world);
  const bidders = await Promise.all(['辛', '壬', '癸', '子'].map((name) => world.bidder(`及时-${name}`)));
  for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(930_000_000 + i));
  const [restored, lost, wrong, sound] = bidders as [Bidder, Bidder, Bidder, Bidder];
  const restore = damage(restored, tender, 'body', 'changed');
  damage(lost, tender, 'body', 'cut');
  const { windowEndsAt } = await start(tender);
  for (const bidder of [restored, lost]) expect(await groundOf(bidder.decrypt(tender.tenderId))).toBe('opening.copy-changed O20-31');
  const keys = { ...wrong.kept.get(tender.tenderId)!.keys, body: '00'.repeat(32) };
  expect(await groundOf(wrong.client.post(`/api/tenders/${tender.tenderId}/opening/decrypt`, { keys }))).toBe('envelope.key-mismatch O20-31');
  await sound.decrypt(tender.tenderId);
  await advance(world.office, new Date(new Date(windowEndsAt).getTime() + 60_000));
  restore();
  await restored.decrypt(tender.tenderId);
  expect(await groundOf(wrong.decrypt(tender.tenderId))).toBe('opening.window-over O20-31');
  await confirm(hall, await ask(officer, `/api/tenders/${tender.tenderId}/opening/conclude`, { otherCauses: [] }));
  const { record } = await officer.get<{ record: string }>(`/api/tenders/${tender.tenderId}/opening`);
  const told = JSON.parse(record) as { bids: { bidder: string; outcome: string; cause: string | null }[] };
  const of = (bidder: Bidder) => told.bids.find((one) => one.bidder === bidder.firm.name)!;
  expect([restored, lost, wrong, sound].map((bidder) => of(bidder).outcome)).toEqual(['opened', 'unopened', 'revoked', 'opened']);
  expect(of(lost).cause).toContain('在解密时限内收到');
});
