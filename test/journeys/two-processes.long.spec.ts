import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { io, type Socket } from 'socket.io-client';
import { request } from 'undici';
import { Client } from '../../apps/cli/src/play/client';
import { type Bidder, signIn } from '../../apps/cli/src/play/people';
import { apiBeside, type Beside } from '../setup/beside';
import { PATIENCE_MS } from '../setup/patience';
import { describeWithRedis, startRedis, type TestRedis } from '../setup/redis';
import { type Committee, beforeRoom, seated } from './committee';
import { ask, closeConnections, confirm, pastDeadline, publishedTender, Refused, startWorld, submitAll, type World } from './world';
import { rows, send, until } from './tools';

/** Two API processes of one installation, as `docker/compose.yaml` has them: whoever is sent to the one and then to the other by the proxy before them notices nothing. */
let world: World;
let beside: Beside;
const there = ({ token, identity }: Client) => new Client(beside.url, token, identity);
const both = (client: Client): [Client, Client] => [client, there(client)];
/** `ok`, or the code of the refusal. */
const told = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'ok',
    (error: unknown) => (error instanceof Refused ? error.problem.code : Promise.reject(error as Error)),
  );
const atBoth = async (client: Client, act: (one: Client) => Promise<unknown>) => (await Promise.all(both(client).map((one) => told(act(one))))).sort();

async function connected(base: string, { token }: Client): Promise<Socket> {
  const socket = io(base, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  await new Promise<void>((resolve) => socket.once('session.ready', () => resolve()));
  return socket;
}
const say = (socket: Socket, name: string, body: object) => socket.timeout(PATIENCE_MS).emitWithAck(name, body) as Promise<{ ok: boolean; problem?: { code: string } }>;

describe('without Redis', () => {
  beforeAll(async () => {
    world = await startWorld();
    beside = await apiBeside(world.running);
  });
  afterAll(async () => {
    await beside?.stop();
    await world?.stop();
  });

  const sealed = (size: number) => Buffer.concat([Buffer.of(40), randomBytes(size - 1)]);
  const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  test('a bid goes up piece by piece through both, is completed at both and handed in at both: it is there once', async () => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder('两处');
    const bid = bidder.seal(tender, '900000000', { body: 'x'.repeat(20 * 2 ** 20) });
    const blob = Buffer.from(bid.blob);
    const { uploadId, pieceSize } = await bidder.client.post<{ uploadId: string; pieceSize: number }>(`/api/tenders/${tender.tenderId}/uploads`, { size: blob.length });
    for (let at = 0; at < blob.length; at += pieceSize) await both(bidder.client)[(at / pieceSize) % 2]!.put(`/api/uploads/${uploadId}?offset=${at}`, blob.subarray(at, at + pieceSize));
    expect(await atBoth(bidder.client, (one) => one.post(`/api/uploads/${uploadId}/complete`, { sha256: sha(blob) }))).toContain('ok');
    const manifest = { manifest: bid.manifest, signature: Buffer.from(bid.signature).toString('base64') };
    expect(await atBoth(bidder.client, (one) => one.post(`/api/tenders/${tender.tenderId}/bids`, manifest))).toEqual(['bidding.number-wrong', 'ok']);
    expect(await rows(world, 'select status from bid where tender_id = $1', [tender.tenderId])).toEqual([{ status: 'sealed' }]);
  });

  test('an upload whose process was killed goes on at the other', async () => {
    const tender = await publishedTender(world);
    const { client } = await world.bidder('被杀');
    const blob = sealed(2 ** 21);
    const { uploadId } = await there(client).post<{ uploadId: string }>(`/api/tenders/${tender.tenderId}/uploads`, { size: blob.length });
    const body = new Readable({ read: () => undefined });
    body.push(blob.subarray(0, 2 ** 20));
    const headers = { authorization: `Bearer ${client.token!}`, 'content-type': 'application/octet-stream', 'content-length': String(blob.length) };
    request(`${beside.url}/api/uploads/${uploadId}?offset=0`, { method: 'PUT', headers, body }).catch(() => undefined); // killed with the process
    await until(async () => (await rows(world, 'select 1 from bid_transfer where id = $1 and writer is not null', [uploadId])).length === 1);
    const put = () => client.put(`/api/uploads/${uploadId}?offset=0`, blob);
    expect(await told(put())).toBe('bidding.upload-busy'); // negative control: while it lives
    await beside.kill();
    expect(await told(put())).toBe('ok');
    expect(await told(client.post(`/api/uploads/${uploadId}/complete`, { sha256: sha(blob) }))).toBe('ok');
    beside = await apiBeside(world.running);
  });

  test('an opening is started once, and each bid decrypted once, though it is asked at both', async () => {
    const tender = await publishedTender(world);
    const bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
    await pastDeadline(world, tender);
    const api = `/api/tenders/${tender.tenderId}/opening`;
    expect(await atBoth(world.office.officer, (one) => one.post(`${api}/start`))).toEqual(['ok', 'procedure.not-now']);
    const decrypt = ({ client, kept }: Bidder) => atBoth(client, (one) => one.post(`${api}/decrypt`, { keys: kept.get(tender.tenderId)!.keys }));
    for (const bidder of bidders) expect((await decrypt(bidder)).filter((answer) => answer === 'ok')).toHaveLength(1);
    expect(await rows(world, 'select 1 from opened_bid where tender_id = $1', [tender.tenderId])).toHaveLength(3);
  });

  test('of a confirmation, a refusal and another request at both, what is said is what is there', async () => {
    const { officer, approver } = world.office;
    const { tenderId } = await publishedTender(world);
    const { proposalId, contentSha256, statement } = await ask(officer, `/api/tenders/${tenderId}/terminate`, { reason: '需求取消' });
    const signature = await approver.sign(statement);
    const [confirmed, again, refused] = await Promise.all([
      ...both(approver).map((one) => told(one.post(`/api/proposals/${proposalId}/confirm`, { contentSha256, signature }))),
      told(there(approver).post(`/api/proposals/${proposalId}/refuse`, { reason: '理由不足' })),
      told(ask(there(officer), `/api/tenders/${tenderId}/terminate`, { reason: '另有原因' })),
    ]);
    const [{ status }] = (await rows<{ status: string }>(world, 'select status from tender where id = $1', [tenderId])) as [{ status: string }];
    expect([confirmed, again].filter((answer) => answer === 'ok')).toHaveLength(status === 'terminated' ? 1 : 0);
    if (refused === 'ok') expect(status).toBe('bidding');
  });

  test('a request with one key at both is done once and answered twice', async () => {
    const { tenderId } = await publishedTender(world);
    const { client } = await world.bidder('同一键');
    const wanted = { token: client.token, body: { text: '请问工期如何计算？' }, key: randomUUID() };
    const answers = await Promise.all([world.url, beside.url].map((base) => send(base, 'POST', `/api/tenders/${tenderId}/questions`, wanted)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await rows(world, 'select 1 from tender_question where tender_id = $1', [tenderId])).toHaveLength(1);
  });

  test('a session that ends at one ends its sockets at the other, and is nobody’s there', async () => {
    const client = await signIn(world.url, 'tc.hall.1', world.running.password!);
    const far = await connected(beside.url, client);
    await client.delete('/api/sessions/current');
    await until(() => far.disconnected);
    await until(async () => (await told(there(client).get('/api/me'))) === 'auth.sign-in-needed'); // a read may be given an answer that is half a second old
  });
});

describeWithRedis('with Redis', () => {
  let redis: TestRedis;
  let committee: Committee;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    world = await startWorld({ experts: 40, env: { REDIS_URL: redis.url, LOG_LEVEL: 'silent' } });
    beside = await apiBeside(world.running, { REDIS_URL: redis.url });
    committee = await seated(world, await beforeRoom(world, ['990000000', '950000000', '970000000']));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await beside?.stop();
    await world?.stop();
    await redis?.stop();
    await closeConnections();
  });

  test('what is done in a room at one is heard at the other, also when Redis came back empty', async () => {
    const { members, evaluationId, roomId } = committee;
    const [one, two, far] = await Promise.all([connected(world.url, members[0]!.client), connected(world.url, members[1]!.client), connected(beside.url, members[2]!.client)]);
    sockets.push(one, two, far);
    const heard: string[] = [];
    far.on('room.event', ({ type, seat }: { type: string; seat: string }) => heard.push(`${type} ${seat}`));
    for (const socket of [one, two, far]) expect(await say(socket, 'room.enter', { roomId })).toMatchObject({ ok: true });
    expect(await say(one, 'expert.check-in', { evaluationId })).toMatchObject({ ok: true });
    await until(() => heard.includes('expert.checked-in E1'));
    await redis.restart();
    const back = await connected(beside.url, members[3]!.client); // its own and the pages' are there again
    sockets.push(back);
    expect(await say(two, 'expert.check-in', { evaluationId })).toMatchObject({ ok: true });
    const since = () => say(far, 'room.since', { roomId });
    expect(await since()).toMatchObject({ ok: true });
    expect([one, two, far].every((socket) => socket.connected)).toBe(true);
  });

  test('a member replaced at one while he checks in at the other has no seat, whichever came first', async () => {
    const { members, evaluationId } = committee;
    const { hall, approver } = world.office;
    const asked = await ask(hall, `/api/evaluations/${evaluationId}/replacements`, { seat: 'E3', cause: 'absent', reason: '未到场' });
    const his = await connected(beside.url, members[2]!.client);
    sockets.push(his);
    await Promise.all([confirm(approver, asked), say(his, 'expert.check-in', { evaluationId })]);
    expect(await say(his, 'expert.pledge', { evaluationId })).toMatchObject({ ok: false, problem: { code: 'platform.not-found' } });
  });

  // the last one, with everybody on his socket. Negative control: without `force`, or without `dismiss`, neither stopped
  test('both stop though Redis is away', async () => {
    await redis.stop();
    await beside.stop();
    await world.running.stop();
  });
});
