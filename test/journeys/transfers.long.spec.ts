import { createHash, randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { TransferService, UploadsService } from '@domain/bidding';
import { Storage } from '@platform/storage';
import { type Bidder, closeConnections, type Published, publishedTender, refusal, startWorld, type World } from './world';
import { otherProcess, rows, until } from './tools';

let world: World;
let tender: Published;
let [one, other]: Bidder[] = [];
beforeAll(async () => {
  world = await startWorld({ env: { UPLOAD_LIMIT_MB: '20' } });
  tender = await publishedTender(world);
  [one, other] = [await world.bidder('投标人-甲'), await world.bidder('投标人-乙')];
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const MIB = 2 ** 20;
/** Bytes that begin as a sealed body does. */
const sealed = (size: number) => Buffer.concat([Buffer.of(40), randomBytes(size - 1)]);
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const begin = (size: number, by = one!) => by.client.post<{ uploadId: string; pieceSize: number }>(`/api/tenders/${tender.tenderId}/uploads`, { size });
const put = (id: string, offset: number, bytes: Buffer, by = one!) => by.client.put<{ received: number }>(`/api/uploads/${id}?offset=${offset}`, bytes);
const complete = (id: string, bytes: Buffer, by = one!) => by.client.post<{ sha256: string; submitted: false }>(`/api/uploads/${id}/complete`, { sha256: sha(bytes) });
/** What this process knows of hashes: a restart forgets it. */
const running = ({ running: { app } }: World) => (app.get(TransferService) as unknown as { hashes: { forget(id: string): void } }).hashes;
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

const written = async (id: string) => (await rows(world, `select 1 from bid_transfer where id = $1 and writer is null`, [id])).length === 1;

/** Sends the first bytes of a longer piece; when the server has begun with them, the line is dead. Returns when the server has seen that. */
async function cutPiece(id: string, offset: number, first: Buffer, digest: Record<string, string> = {}): Promise<void> {
  const cut = new AbortController();
  const body = new Readable({ read: () => undefined });
  body.push(first);
  const headers = { authorization: `Bearer ${one!.client.token!}`, 'content-type': 'application/octet-stream', 'content-length': String(first.length + 1), ...digest };
  const sent = request(`${world.url}/api/uploads/${id}?offset=${offset}`, { method: 'PUT', headers, body, signal: cut.signal }).then(
    () => 'answered',
    () => 'cut',
  );
  await until(async () => !(await written(id)));
  await sleep(200); // in it the first bytes are written; what was not is sent again
  cut.abort();
  expect(await sent).toBe('cut');
  await until(() => written(id));
}

const digestOf = (bytes: Buffer) => ({ 'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:` });

test('a piece that was cut: with its digest it counts whole or not at all, without one what arrived counts; the hash is right after both', async () => {
  const blob = sealed(3 * MIB);
  const { uploadId } = await begin(blob.length);
  await put(uploadId, 0, blob.subarray(0, MIB));
  await cutPiece(uploadId, MIB, randomBytes(1000), digestOf(blob.subarray(MIB)));
  expect(await one!.client.get(`/api/uploads/${uploadId}`)).toEqual({ received: MIB, size: blob.length });
  await cutPiece(uploadId, MIB, blob.subarray(MIB, MIB + 1000));
  expect(await one!.client.get(`/api/uploads/${uploadId}`)).toEqual({ received: MIB + 1000, size: blob.length });
  await put(uploadId, MIB + 1000, blob.subarray(MIB + 1000));
  // negative control: with `running.hash` instead of `running.hash.copy()` in RunningHashes.at, the first cut poisons the hash and this is content-differs
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('a piece that was damaged on its way is refused, does not count, and can be sent again', async () => {
  const blob = sealed(2 * MIB);
  const { uploadId } = await begin(blob.length);
  const damaged = Buffer.from(blob);
  damaged[MIB]! ^= 1;
  // negative control: without the comparison in TransferService.#take both are taken, and only `complete` finds it
  const refused = await refusal(one!.client.put(`/api/uploads/${uploadId}?offset=0`, damaged, digestOf(blob)));
  expect([refused.status, refused.code, refused.violations[0]!.next]).toEqual([422, 'bidding.piece-damaged', expect.stringContaining('重新上传')]);
  expect(await one!.client.get(`/api/uploads/${uploadId}`)).toEqual({ received: 0, size: blob.length });
  expect((await refusal(one!.client.put(`/api/uploads/${uploadId}?offset=0`, blob, { 'content-digest': 'sha-256=:short:' }))).status).toBe(400);
  await one!.client.put(`/api/uploads/${uploadId}?offset=0`, blob, digestOf(blob));
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('after a restart nobody has seen the first bytes: they are hashed once from where they lie', async () => {
  const blob = sealed(3 * MIB);
  const { uploadId } = await begin(blob.length);
  await put(uploadId, 0, blob.subarray(0, MIB));
  await put(uploadId, MIB, blob.subarray(MIB, 2 * MIB));
  running(world).forget(uploadId);
  await put(uploadId, 2 * MIB, blob.subarray(2 * MIB));
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('the file is renamed, neither copied nor read again', async () => {
  const blob = sealed(2 * MIB);
  const { uploadId } = await begin(blob.length);
  await put(uploadId, 0, blob);
  const { ino } = statSync(staged(uploadId));
  await complete(uploadId, blob);
  expect(statSync(join(world.running.home, 'files', sha(blob).slice(0, 2), sha(blob))).ino).toBe(ino);
});

test('a crash between the name and the row is mended when the end is asked for again', async () => {
  const blob = sealed(1000);
  const { uploadId } = await begin(blob.length);
  await put(uploadId, 0, blob);
  await rows(world, 'update bid_transfer set verified_sha256 = $2 where id = $1', [uploadId, sha(blob)]);
  await world.running.app.get(Storage).keep(uploadId, { sha256: sha(blob), size: blob.length });
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
  expect(await rows(world, 'select 1 from bid_upload where sha256 = $1', [sha(blob)])).toHaveLength(1);
});

const writtenBy = (id: string, process: number) => rows(world, `update bid_transfer set writer = gen_random_uuid(), writer_process = $2 where id = $1`, [id, process]);

// negative control: the first half; and test/chaos/kills.long.spec.ts kills a real one
test('while another process writes one is told to wait, however long; when it is dead its place is taken at once', async () => {
  const blob = sealed(1000);
  const { uploadId } = await begin(blob.length);
  const other = await otherProcess(world);
  await writtenBy(uploadId, other.number);
  await rows(world, `update bid_transfer set touched_at = clock_timestamp() - interval '1 hour' where id = $1`, [uploadId]);
  expect((await refusal(put(uploadId, 0, blob))).code).toBe('bidding.upload-busy');
  await other.dies();
  await put(uploadId, 0, blob);
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

test('of two that find a dead one’s place, one takes it and the other is told to wait', async () => {
  const blob = sealed(1000);
  const { uploadId } = await begin(blob.length);
  await writtenBy(uploadId, 8); // nobody has this number
  const ends = await Promise.allSettled([put(uploadId, 0, blob), put(uploadId, 0, blob)]);
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
  expect((await complete(uploadId, blob)).sha256).toBe(sha(blob));
});

/** Ends, from outside, the connection by which the server's process is known. */
const loseConnection = () => rows(world, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tianping presence' and datname = current_database()`);

test('a process that lives and lost only its connection stops writing, before another takes its place', async () => {
  const blob = sealed(2 * MIB);
  const { uploadId } = await begin(blob.length);
  const body = new Readable({ read: () => undefined });
  body.push(blob.subarray(0, MIB));
  const headers = { authorization: `Bearer ${one!.client.token!}`, 'content-type': 'application/octet-stream', 'content-length': String(blob.length) };
  const sent = request(`${world.url}/api/uploads/${uploadId}?offset=0`, { method: 'PUT', headers, body }).then(
    ({ statusCode }) => statusCode,
    () => 'cut',
  );
  await until(async () => !(await written(uploadId)));
  await loseConnection();
  expect(await sent).not.toBe(200); // negative control: without the listener on `gone` it goes on, and this hangs
  await until(() => written(uploadId));
  const { received } = await one!.client.get<{ received: number }>(`/api/uploads/${uploadId}`);
  await put(uploadId, received, blob.subarray(received));
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
  expect((await refusal(complete(uploadId, sealed(100)))).code).toBe('bidding.arrived-differs');
  expect((await refusal(one!.client.get(`/api/uploads/${uploadId}`))).status).toBe(404); // what differs is thrown away
});

test('what nobody goes on with for a day goes, its bytes and its claim too; what is being written does not', async () => {
  const [{ uploadId }, { uploadId: written }] = [await begin(100), await begin(100)];
  for (const id of [uploadId, written]) await put(id, 0, sealed(50));
  const uploads = world.running.app.get(UploadsService);
  const idle = (hours: number) => rows(world, `update bid_transfer set touched_at = clock_timestamp() - make_interval(hours => $2) where id = any($1)`, [[uploadId, written], hours]);
  const other = await otherProcess(world);
  await writtenBy(written, other.number);
  await idle(23);
  await uploads.endDue();
  expect(existsSync(staged(uploadId))).toBe(true);
  await idle(25);
  await uploads.endDue();
  expect([existsSync(staged(uploadId)), existsSync(staged(written))]).toEqual([false, true]);
  expect((await refusal(one!.client.get(`/api/uploads/${uploadId}`))).status).toBe(404);
  expect(await rows(world, 'select id from storage_claim where id = any($1)', [[uploadId, written]])).toEqual([{ id: written }]);
  await other.dies();
  await uploads.endDue();
  expect(existsSync(staged(written))).toBe(false);
});
