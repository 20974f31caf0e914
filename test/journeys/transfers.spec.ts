import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TransferService } from '@domain/bidding';
import { advance, type Bidder, closeConnections, type Published, publishedTender, refusal, startWorld, type World } from './world';

let world: World;
let tender: Published;
let [one, other]: Bidder[] = [];
beforeAll(async () => {
  world = await startWorld({ env: { UPLOAD_LIMIT_MB: '20' } });
  tender = await publishedTender(world);
  [one, other] = [await world.bidder('投标人-甲'), await world.bidder('投标人-乙')];
});
afterAll(async () => {
  await world.stop();
  await closeConnections();
});

const MIB = 2 ** 20;
/** Bytes that begin as a sealed body does. */
const sealed = (size: number) => Buffer.concat([Buffer.of(40), randomBytes(size - 1)]);
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const begin = (size: number, by = one!) => by.client.post<{ uploadId: string; pieceSize: number }>(`/api/tenders/${tender.tenderId}/uploads`, { size });
const put = (id: string, offset: number, bytes: Buffer, by = one!) => by.client.put<{ received: number }>(`/api/uploads/${id}?offset=${offset}`, bytes);
const complete = (id: string, bytes: Buffer, by = one!) => by.client.post<{ sha256: string; submitted: false }>(`/api/uploads/${id}/complete`, { sha256: sha(bytes) });
const staged = (id: string) => join(world.running.home, 'files', 'incoming', id);

test('a bid in pieces: the place is told, the whole is checked, and it can be submitted', async () => {
  const bid = one!.seal(tender, '900000000', { body: 'x'.repeat(9 * MIB) });
  const blob = Buffer.from(bid.blob);
  const { uploadId, pieceSize } = await begin(blob.length);
  expect(pieceSize).toBe(8 * MIB);
  expect(await put(uploadId, 0, blob.subarray(0, pieceSize))).toEqual({ received: pieceSize, size: blob.length });
  const wrong = await refusal(put(uploadId, 5, blob.subarray(5, 100)));
  expect([wrong.status, wrong.code, wrong.violations[0]!.params]).toEqual([409, 'bidding.wrong-offset', { offset: 5, received: pieceSize }]);
  expect((await refusal(complete(uploadId, blob))).code).toBe('bidding.incomplete');
  await put(uploadId, pieceSize, blob.subarray(pieceSize));
  expect(await complete(uploadId, blob)).toEqual({ sha256: sha(blob), size: blob.length, submitted: false });
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob)); // an answer that was lost can be asked for again
  expect(existsSync(staged(uploadId))).toBe(false);
  const receipt = await one!.client.post<{ receiptCode: string }>(`/api/tenders/${tender.tenderId}/bids`, { manifest: bid.manifest, signature: Buffer.from(bid.signature).toString('base64') });
  expect(receipt.receiptCode).toMatch(/^R/);
});

test('a piece that was cut leaves nothing that counts; it is sent again from where the platform stands', async () => {
  const blob = sealed(3 * MIB);
  const { uploadId } = await begin(blob.length);
  await put(uploadId, 0, blob.subarray(0, MIB));
  const cut = new AbortController();
  const slow = new ReadableStream({
    start(controller) {
      controller.enqueue(blob.subarray(MIB, MIB + 1000));
      setTimeout(() => cut.abort(), 100); // and then the line is dead
    },
  });
  const headers = { authorization: `Bearer ${one!.client.token!}`, 'content-type': 'application/octet-stream' };
  await expect(fetch(`${world.url}/api/uploads/${uploadId}?offset=${MIB}`, { method: 'PUT', headers, body: slow, signal: cut.signal, duplex: 'half' } as RequestInit)).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await one!.client.get(`/api/uploads/${uploadId}`)).toEqual({ received: MIB, size: blob.length });
  await put(uploadId, MIB, blob.subarray(MIB));
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('two writers of one upload: one is heard, and the file is whole', async () => {
  const blob = sealed(2 * MIB);
  const { uploadId } = await begin(blob.length);
  const ends = await Promise.allSettled([put(uploadId, 0, blob.subarray(0, MIB)), put(uploadId, 0, blob.subarray(0, MIB))]);
  expect(ends.filter((end) => end.status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
  await put(uploadId, MIB, blob.subarray(MIB));
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('what is not sealed, too large, another’s or not what was meant is refused', async () => {
  const { uploadId } = await begin(100);
  expect((await refusal(put(uploadId, 0, Buffer.from('%PDF-1.7 in clear')))).code).toBe('envelope.body-unsealed');
  expect((await refusal(one!.client.put(`/api/tenders/${tender.tenderId}/bid-content`, Buffer.from('%PDF-1.7 in clear')))).code).toBe('envelope.body-unsealed');
  expect((await refusal(begin(21 * MIB))).code).toBe('storage.too-large');
  const small = sealed(100);
  expect((await refusal(put(uploadId, 0, sealed(101)))).code).toBe('storage.too-large'); // more than was announced
  await put(uploadId, 0, small);
  for (const attempt of [() => other!.client.get(`/api/uploads/${uploadId}`), () => put(uploadId, 100, small, other!), () => complete(uploadId, small, other!)])
    expect((await refusal(attempt())).status).toBe(404);
  expect((await refusal(complete(uploadId, sealed(100)))).code).toBe('bidding.content-differs');
  expect((await refusal(one!.client.get(`/api/uploads/${uploadId}`))).status).toBe(404); // what differs is thrown away
});

test('what nobody goes on with for a day goes', async () => {
  const { uploadId } = await begin(100);
  await put(uploadId, 0, sealed(50));
  const transfers = world.running.app.get(TransferService);
  await transfers.expire();
  expect(existsSync(staged(uploadId))).toBe(true);
  await advance(world.office, new Date((await world.office.officer.get<{ now: string }>('/api/clock').then(({ now }) => Date.parse(now))) + 25 * 3_600_000));
  await transfers.expire();
  expect(existsSync(staged(uploadId))).toBe(false);
  expect((await refusal(one!.client.get(`/api/uploads/${uploadId}`))).status).toBe(404);
});
