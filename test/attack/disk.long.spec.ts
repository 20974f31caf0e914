import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '@envelope';
import { UploadsService } from '@domain/bidding';
import { Refused } from '../../apps/cli/src/play/client';
import { type Bidder, closeConnections, pastDeadline, type Published, publishedTender, refusal, startWorld, type World } from '../journeys/world';
import { otherProcess, rows } from '../journeys/tools';
import { freeBytes } from '@platform/storage';
import { canMount, mountSmall, onSmallDisk, type SmallDisk } from '../setup/small-disk';
import { until } from '../setup/patience';

const MIB = 2 ** 20;
const sealed = (mib: number) => Buffer.concat([Buffer.of(40), randomBytes(mib * MIB - 1)]);

interface Uploads {
  items: { uploadId: string; size: number; received: number; endsAt: string }[];
  used: number;
  quota: number;
}

const files = (home: string) => readdirSync(join(home, 'files'), { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
const begin = (by: Bidder, { tenderId }: Published, size: number) => by.client.post<{ uploadId: string }>(`/api/tenders/${tenderId}/uploads`, { size });
const uploadsOf = (by: Bidder, { tenderId }: Published) => by.client.get<Uploads>(`/api/tenders/${tenderId}/uploads`);
const content = (by: Bidder, { tenderId }: Published, bytes: Buffer) => by.client.put<{ sha256: string }>(`/api/tenders/${tenderId}/bid-content`, bytes);
const giveUp = (by: Bidder, id: string) => by.client.delete(`/api/uploads/${id}`);

describe('one account cannot fill the disk', () => {
  let world: World;
  let tender: Published;
  beforeAll(async () => {
    world = await startWorld({ env: { LOG_LEVEL: 'silent', UPLOAD_LIMIT_MB: '20', TENDER_QUOTA_MB: '50', ORGANISATION_QUOTA_MB: '60' } });
    tender = await publishedTender(world);
  });
  afterAll(async () => {
    await world?.stop();
    await closeConnections();
  });

  test('it announces no more than its quota, however many it asks for at once; the refusal says what is used and what to do', async () => {
    const bidder = await world.bidder('贪心投标人');
    const asked = await Promise.allSettled(Array.from({ length: 30 }, () => begin(bidder, tender, 20 * MIB)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    const problem = await refusal(begin(bidder, tender, 20 * MIB));
    expect([problem.status, problem.code, problem.detail]).toEqual([413, 'files.tender-quota', expect.stringContaining('额度 50 MiB，已用 40 MiB（投标密文 0 MiB，正在上传 40 MiB）')]);
    expect(problem.violations[0]!.next).toContain('放弃');
    // negative control: without the lock in Contents.claim, five of the thirty were taken
    // others are not kept from theirs, and learn nothing of it
    const other = await world.bidder('另一投标人');
    await begin(other, tender, 20 * MIB);
    expect(await uploadsOf(other, tender)).toMatchObject({ items: [{ size: 20 * MIB, received: 0 }], used: 20 * MIB, quota: 50 * MIB });
  });

  test('many small ones end at a number', async () => {
    const bidder = await world.bidder('零碎投标人');
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => begin(bidder, tender, 1)));
    const refused = asked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Refused).problem] : []));
    expect([asked.length - refused.length, new Set(refused.map(({ status, code }) => `${status} ${code}`))]).toEqual([8, new Set(['429 files.too-many-uploads'])]);
  });

  test('28 refused uploads of 8 MiB leave nothing', async () => {
    const bidder = await world.bidder('反复投标人');
    const before = files(world.running.home);
    for (let i = 0; i < 28; i += 1) expect((await refusal(content(bidder, tender, randomBytes(8 * MIB).fill(0, 0, 1)))).code).toBe('envelope.body-unsealed');
    expect(files(world.running.home)).toEqual(before);
  }, 300_000); // a refused body is read slowly

  test('what was uploaded and not submitted counts, is listed with its end, and gives its room back when it is given up', async () => {
    const [bidder, other] = [await world.bidder('犹豫投标人'), await world.bidder('旁观投标人')];
    const bytes = [sealed(20), sealed(20)];
    for (const one of bytes) await content(bidder, tender, one);
    expect((await refusal(content(bidder, tender, sealed(20)))).code).toBe('files.tender-quota');
    const { items } = await uploadsOf(bidder, tender);
    expect(items.map(({ received, endsAt }) => [received, endsAt])).toEqual(bytes.map(() => [20 * MIB, tender.deadline.toISOString()]));
    expect((await refusal(giveUp(other, items[0]!.uploadId))).status).toBe(404);
    await giveUp(bidder, items[0]!.uploadId);
    expect(files(world.running.home).filter((name) => bytes.map(sha256Hex).includes(name))).toHaveLength(1);
    await content(bidder, tender, sealed(20));
    // an upload under way is given up with its bytes; one that is being written is not
    const { uploadId } = await begin(bidder, tender, 5 * MIB);
    await bidder.client.put(`/api/uploads/${uploadId}?offset=0`, sealed(4));
    const elsewhere = await otherProcess(world);
    await rows(world, 'update bid_transfer set writer = gen_random_uuid(), writer_process = $2 where id = $1', [uploadId, elsewhere.number]);
    expect((await refusal(giveUp(bidder, uploadId))).code).toBe('bidding.upload-busy');
    await elsewhere.dies();
    await giveUp(bidder, uploadId);
    const traced = await rows<{ type: string }>(world, `select type from event_log where object_id = $1 order by position`, [uploadId]);
    expect(traced.map(({ type }) => type)).toEqual(['bid.upload-begun', 'bid.upload-given-up']); // whoever of his firm did it stands beside it
    expect(files(world.running.home)).not.toContain(uploadId);
    expect((await uploadsOf(bidder, tender)).items.map((one) => one.uploadId)).not.toContain(uploadId);
  });

  test('a bid is never given up as an upload; after the deadline what was not submitted goes, and bids stay', async () => {
    const late = await publishedTender(world);
    const bidder = await world.bidder('守时投标人');
    const spare = sealed(1);
    await content(bidder, late, spare);
    const { cipher } = await bidder.submit(late, '900000000').then(async ({ bidId }) => (await rows<{ cipher: string }>(world, 'select cipher_sha256 as cipher from bid where id = $1', [bidId]))[0]!);
    const [{ id }] = (await rows<{ id: string }>(world, 'select id from bid_upload where sha256 = $1', [cipher])) as [{ id: string }];
    expect((await refusal(giveUp(bidder, id))).status).toBe(404);
    expect((await uploadsOf(bidder, late)).items).toHaveLength(1);
    const here = () => files(world.running.home).filter((name) => [cipher, sha256Hex(spare)].includes(name));
    await world.running.app.get(UploadsService).endDue();
    expect(here()).toHaveLength(2);
    await pastDeadline(world, late);
    await until(async () => (await rows<{ status: string }>(world, 'select status from tender where id = $1', [late.tenderId]))[0]!.status !== 'bidding');
    await world.running.app.get(UploadsService).endDue();
    expect(here()).toEqual([cipher]);
    expect(await rows(world, 'select reason from content_removal where name = $1', [sha256Hex(spare)])).toEqual([{ reason: 'it was not submitted before the deadline' }]);
  });

  test('documents count for their organisation, stored once or twice', async () => {
    const { officer } = world.office;
    const document = (bytes: Buffer, name = 'a.pdf') => officer.put(`/api/files?name=${name}`, bytes);
    const bytes = randomBytes(20 * MIB);
    for (const name of ['a.pdf', 'b.pdf', 'c.pdf']) await document(bytes, name); // the same content takes room once
    await document(randomBytes(20 * MIB));
    expect(await refusal(document(randomBytes(20 * MIB)))).toMatchObject({ status: 413, code: 'files.organisation-quota', detail: expect.stringContaining('额度 60 MiB') });
  });
});

(canMount ? describe : describe.skip)(`a disk that fills, ${onSmallDisk}`, () => {
  let disk: SmallDisk;
  let world: World;
  let tender: Published;
  beforeAll(async () => {
    disk = mountSmall(96);
    world = await startWorld({ env: { LOG_LEVEL: 'silent', DATA_DIR: disk.folder, DISK_RESERVE_MB: '40' } });
    tender = await publishedTender(world);
  });
  afterAll(async () => {
    await world?.stop();
    disk?.remove();
    await closeConnections();
  });

  /** Somebody else's file, that leaves so many MiB. */
  const fillTo = async (left: number) => writeFileSync(join(disk.folder, 'other'), Buffer.alloc((await freeBytes(disk.folder)) - left * MIB));
  const ready = async () => {
    const answer = await fetch(`${world.url}/health/ready`);
    return [answer.status, ((await answer.json()) as { reason?: string }).reason];
  };

  test('documents are refused first, then bids; readiness says why, the process lives, and all goes on once there is room', async () => {
    const bidder = await world.bidder('投标人-小盘');
    const document = (mib: number) => world.office.officer.put('/api/files?name=a.pdf', randomBytes(mib * MIB));
    await document(40);
    expect(await refusal(document(30))).toMatchObject({ status: 507, code: 'files.no-room', detail: expect.stringContaining('磁盘空间不足') });
    await content(bidder, tender, sealed(20)); // the reserve is for bids
    expect(await ready()).toEqual([200, undefined]);
    await fillTo(8);
    expect(await refusal(content(bidder, tender, sealed(3)))).toMatchObject({ status: 507, code: 'files.no-room', violations: [{ next: expect.stringContaining('联系平台运营方') }] });
    expect(await ready()).toEqual([503, 'disk']);
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
    rmSync(join(disk.folder, 'other'));
    expect(await ready()).toEqual([200, undefined]);
    await content(bidder, tender, sealed(3));
  });

  test('a disk that fills while the bytes come: the upload is refused for that and leaves nothing', async () => {
    const bidder = await world.bidder('投标人-半途');
    const before = files(disk.folder);
    await begin(bidder, tender, 8 * MIB).then(async ({ uploadId }) => {
      await fillTo(4); // after the room was promised
      expect(await refusal(bidder.client.put(`/api/uploads/${uploadId}?offset=0`, sealed(8)))).toMatchObject({ status: 507, code: 'http.no-room' });
      rmSync(join(disk.folder, 'other'));
      await bidder.client.put(`/api/uploads/${uploadId}?offset=0`, sealed(8)); // the same place again
      await giveUp(bidder, uploadId);
    });
    expect(files(disk.folder)).toEqual(before);
  });
});

test('a database without room: the act is refused for that, and readiness says so until one is written', async () => {
  const world = await startWorld({ env: { LOG_LEVEL: 'silent' } });
  try {
    await rows(
      world,
      `create function planted_full() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
       create trigger planted_full before insert on tender_question for each row execute function planted_full()`,
    );
    const { tenderId } = await publishedTender(world);
    const bidder = await world.bidder('投标人-库满');
    const ask = () => bidder.client.post(`/api/tenders/${tenderId}/questions`, { text: '问' });
    expect(await refusal(ask())).toMatchObject({ status: 507, code: 'http.no-room' });
    const told = await fetch(`${world.url}/health/ready`);
    expect([told.status, await told.json()]).toMatchObject([503, { status: 'unavailable', reason: 'disk' }]);
    await content(bidder, { tenderId } as Published, sealed(1));
    expect((await fetch(`${world.url}/health/ready`)).status).toBe(200);
  } finally {
    await world.stop();
  }
});
