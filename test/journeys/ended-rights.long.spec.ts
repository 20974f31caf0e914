import { setTimeout as sleep } from 'node:timers/promises';
import { basicConstraints, createAuthority, createKeyPair, issueCrl, issueWith, keyUsage, readCertificate } from '@envelope';
import { Realtime } from '@platform/realtime';
import { RevocationLists, Trust } from '@domain/trust';
import { io, type Socket } from 'socket.io-client';
import { Bidder, signIn, signInWithKey } from '../../apps/cli/src/play/people';
import { rows, until } from './tools';
import {
  ask,
  type Asked,
  closeConnections,
  confirm,
  firmOf,
  platformTime,
  draw,
  open,
  openRoom,
  pastDeadline,
  type Played,
  publishedTender,
  startWorld,
  submitAll,
  untilConfirmed,
  type World,
  type Refused,
} from './world';
import { PATIENCE_MS } from '../setup/patience';

/** Rights that end by time, or by a hand in the database, with nobody telling the sockets. */
let world: World;
const sockets: Socket[] = [];
beforeAll(async () => (world = await startWorld({ experts: 24 })));
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect();
});
afterAll(async () => {
  await world?.stop({ tampered: true });
  await closeConnections();
});

async function connected(token: string): Promise<Socket> {
  const socket = io(world.url, { auth: { token }, transports: ['websocket'], forceNew: true, reconnection: false });
  sockets.push(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('session.ready', () => resolve());
    socket.once('disconnect', () => reject(new Error('disconnected')));
  });
  return socket;
}
const tokenOf = async (login: string) => (await signIn(world.url, login, world.running.password!)).token!;
const enter = (socket: Socket, roomId: string) => socket.timeout(PATIENCE_MS).emitWithAck('room.enter', { roomId }) as Promise<{ ok: boolean }>;

/** Whether what is said in a room reaches this socket. */
async function hears(socket: Socket, roomId: string): Promise<boolean> {
  let heard = false;
  socket.once('probe', () => (heard = true));
  world.running.app.get(Realtime).push(`room:${roomId}`, 'probe', {});
  await sleep(50);
  await socket.timeout(PATIENCE_MS).emitWithAck('room.since', { roomId }); // behind the push on the same connection
  socket.off('probe');
  return heard;
}
/** Within a second by the platform's own clocks; this machine may be slower, so it is waited for. */
const ended = (socket: Socket) => until(async () => socket.disconnected);

const ENDS: [how: string, sql: string][] = [
  ['its time is over', `update session set expires_at = clock_timestamp() + interval '300 milliseconds' where account_id = $1`],
  ['it was ended elsewhere and no hint came', 'update session set ended_at = clock_timestamp() where account_id = $1'],
  ['the certificate that opened it ended', 'update certificate set ended_at = tianping_now() where account_id = $1'],
  ['the certificate that opened it expires', `update certificate set not_after = tianping_now() + interval '300 milliseconds' where account_id = $1`],
  ['its account was suspended and no hint came', 'update account set suspended_at = clock_timestamp() where id = $1'],
];
test.each(ENDS)('a session’s sockets end when %s; others’ stay', async (how, sql) => {
  const [bidder, other] = [await world.bidder(`到期-${how.length}`), await world.bidder(`留下-${how.length}`)];
  const [mine, theirs] = [await connected(bidder.client.token!), await connected(other.client.token!)];
  const { accountId } = await bidder.client.get<{ accountId: string }>('/api/me');
  await rows(world, sql, [accountId]);
  await ended(mine);
  await sleep(600); // others would be ended in the same round
  expect(theirs.connected).toBe(true);
});

/** By an act of two others: what was opened with a factor ends with it, on every device. */
const FACTORS_END: [what: string, path: string][] = [
  ['a first password is given', 'password/reset'],
  ['his codes are ended', 'codes/end'],
];
test.each(FACTORS_END)('a person’s sockets end when %s, at the confirmation and not before; others’ stay', async (_what, path) => {
  const [mine, again, theirs] = [await connected(await tokenOf('t1.officer.1')), await connected(await tokenOf('t1.officer.1')), await connected(await tokenOf('t1.rep.1'))];
  const [{ id }] = (await rows<{ id: string }>(world, `update account set totp_secret = 'x' where login = 't1.officer.1' returning id`)) as [{ id: string }];
  const [security, head] = [await signIn(world.url, 'sys.security.1', world.running.password!), await signIn(world.url, 't1.head.1', world.running.password!)];
  const asked = await security.post<Asked>(`/api/accounts/${id}/${path}`, { reason: '不能登录' });
  await sleep(700); // longer than the sweep needs
  expect([mine.connected, again.connected]).toEqual([true, true]);
  await confirm(head, asked);
  await Promise.all([ended(mine), ended(again)]);
  await sleep(600); // others would be ended in the same round
  expect(theirs.connected).toBe(true);
  await rows(world, `update account set password_hash = (select password_hash from account where login = 't1.rep.1'), totp_secret = null where id = $1`, [id]);
});

test('who ends a certificate ends every session that it opened but his own, which goes on', async () => {
  const bidder = await world.bidder('换证停会话');
  const elsewhere = await signInWithKey(world.url, bidder.firm.login, bidder.identity);
  const socket = await connected(elsewhere.token!);
  const [own] = (await bidder.client.get<{ items: { id: string }[] }>('/api/me/certificates')).items;
  const { status } = await fetch(`${world.url}/api/me/certificates/${own!.id}`, { method: 'DELETE', headers: { authorization: `Bearer ${bidder.client.token!}` } });
  expect(status).toBe(200);
  await ended(socket);
  expect(
    await rows(world, `select 1 from event_log where type = 'identity.session-ended' and object_id in (select s.id::text from session s join account a on a.id = s.account_id where a.login = $1)`, [
      bidder.firm.login,
    ]),
  ).toHaveLength(1);
  await expect(elsewhere.get('/api/me')).rejects.toMatchObject({ problem: { status: 401 } });
  await expect(bidder.client.get('/api/me')).resolves.toBeDefined();
});

/** Firms with certificates of an authority of their own, which may say of them what it likes. */
function otherAuthority(commonName: string) {
  const authority = createAuthority({ commonName, now: new Date(Date.UTC(2025, 0, 1)) });
  const validity = { notBefore: new Date(Date.UTC(2025, 0, 1)), notAfter: new Date(Date.UTC(2034, 0, 1)), extensions: [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation'])] };
  let number = 0;
  return {
    ...{ pem: authority.certificatePem, fingerprint: readCertificate(authority.certificatePem).fingerprint },
    async bidder(n: number): Promise<Bidder> {
      const [firm, pair] = [firmOf(`${commonName}-${n}`, n), createKeyPair('p-256')];
      const certificatePem = issueWith(authority, { commonName: firm.name, organisation: firm.name, serialNumber: firm.uscc, publicKeyPem: pair.publicKeyPem, ...validity });
      return Bidder.register(world.url, firm, { certificatePem, privateKeyPem: pair.privateKeyPem });
    },
    async list(...revoked: Bidder[]): Promise<Uint8Array> {
      const now = await platformTime(world.office.officer);
      const entries = revoked.map(({ identity }) => ({ serial: Buffer.from(readCertificate(identity.certificatePem).serialHex, 'hex'), at: now }));
      return issueCrl(authority, { number: ++number, thisUpdate: now, nextUpdate: new Date(now.getTime() + 86_400_000), revoked: entries });
    },
  };
}
type OtherAuthority = ReturnType<typeof otherAuthority>;

/** What an authority says or suffers; `all`: it concerns whomever it certified. */
const LAPSE: [how: string, all: boolean, (of: OtherAuthority, his: Bidder) => Promise<unknown>][] = [
  ['a list that was fetched names its certificate', false, async (of, his) => world.running.app.get(RevocationLists).keep(await of.list(his), of.pem)],
  [
    'a list that was brought by hand names its certificate',
    false,
    async (of, his) =>
      (await signIn(world.url, 'sys.security.1', world.running.password!)).post(`/api/authorities/${of.fingerprint}/list`, { crl: Buffer.from(await of.list(his)).toString('base64') }),
  ],
  [
    'two persons end the authority behind its certificate',
    true,
    async ({ fingerprint }) =>
      confirm(await signIn(world.url, 'sys.security.2', world.running.password!), await ask(world.office.system, `/api/authorities/${fingerprint}/end`, { reason: '协议到期' })),
  ],
];
// negative controls: without `CertificateSessions` all three fail (the sockets stay); a list that names nobody ends nothing, and others' sessions go on
test.each(LAPSE)('a session and its sockets end when %s, with a row; others’ stay', async (how, all, lapse) => {
  const own = otherAuthority(`失效CA-${how.length}`);
  await world.running.app.get(Trust).add(own.pem);
  await world.running.app.get(RevocationLists).keep(await own.list(), own.pem);
  const [his, same, other] = [
    await own.bidder(970 + 2 * LAPSE.findIndex(([one]) => one === how)),
    await own.bidder(971 + 2 * LAPSE.findIndex(([one]) => one === how)),
    await world.bidder(`留下-失效-${how.length}`),
  ];
  const [mine, beside, theirs] = [await connected(his.client.token!), await connected(same.client.token!), await connected(other.client.token!)];
  await world.running.app.get(RevocationLists).keep(await own.list(), own.pem);
  await sleep(600); // others would be ended in the same round
  expect([mine.connected, beside.connected, theirs.connected]).toEqual([true, true, true]);

  const [{ accountId, sessionId }] = (await rows<{ accountId: string; sessionId: string }>(
    world,
    `select a.id as "accountId", s.id as "sessionId" from session s join account a on a.id = s.account_id where a.login = $1 and s.ended_at is null`,
    [his.firm.login],
  )) as [{ accountId: string; sessionId: string }];
  await lapse(own, his);
  await ended(mine);
  await expect(his.client.get('/api/me')).rejects.toMatchObject({ problem: { status: 401 } });
  expect(await rows(world, `select 1 from audit_entry where act = 'session.end' and actor_login = 'system' and object_type = 'session' and object_id = $1`, [sessionId])).toHaveLength(1);
  expect(await rows(world, 'select 1 from session where account_id = $1 and ended_at is null', [accountId])).toEqual([]);
  if (all) await ended(beside);
  await sleep(600); // others would be ended in the same round
  expect([beside.connected, theirs.connected]).toEqual([!all, true]);
});

test('a session whose time was over stays over, though the clock is put back', async () => {
  const bidder = await world.bidder('拨回');
  const { accountId } = await bidder.client.get<{ accountId: string }>('/api/me');
  await rows(world, `update session set expires_at = clock_timestamp() - interval '1 second' where account_id = $1`, [accountId]);
  await until(async () => (await rows(world, 'select 1 from session where account_id = $1 and ended_at is null', [accountId])).length === 0);
  // as the database would see it with its clock an hour back
  await rows(world, `update session set expires_at = clock_timestamp() + interval '1 hour' where account_id = $1`, [accountId]);
  // a read may be given an answer that is half a second old
  const status = () =>
    bidder.client.get('/api/me').then(
      () => 200,
      ({ problem }: Refused) => problem.status,
    );
  await until(async () => (await status()) === 401);
});

describe('rooms', () => {
  let hall: string;
  let room: string;
  let experts: Awaited<ReturnType<typeof openRoom>>['experts'];
  let bidders: Awaited<ReturnType<typeof submitAll>>;

  beforeAll(async () => {
    const tender = await publishedTender(world);
    bidders = await submitAll(world, tender, ['900000000', '910000000', '920000000']);
    await pastDeadline(world, tender);
    const played = { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played;
    await open(world.office, played, bidders);
    await draw(world.office, played);
    await untilConfirmed(world.office, tender.tenderId);
    ({ experts } = await openRoom(world.office, tender.tenderId));
    [{ id: hall }] = (await rows<{ id: string }>(world, `select id from room where kind = 'opening' and owner_id = $1`, [tender.tenderId])) as [{ id: string }];
    [{ id: room }] = (await rows<{ id: string }>(world, `select id from room where kind = 'evaluation' and owner_id = $1`, [tender.tenderId])) as [{ id: string }];
  });

  async function inside(token: string, roomId: string): Promise<Socket> {
    const socket = await connected(token);
    expect(await enter(socket, roomId)).toMatchObject({ ok: true });
    expect(await hears(socket, roomId)).toBe(true);
    return socket;
  }
  const outside = (socket: Socket, roomId: string) => until(async () => !(await hears(socket, roomId)));

  test('a role that ends by time ends the presence, in the hall and in the evaluation room, and nothing else', async () => {
    const token = await tokenOf('tc.hall.1');
    const [there, here, officer] = [await inside(token, hall), await inside(token, room), await inside(world.office.bureau.token!, room)];
    await rows(world, `update role_grant set ends_at = tianping_now() + interval '300 milliseconds' where role = 'hall-operator' and account_id = (select id from account where login = 'tc.hall.1')`);
    await Promise.all([outside(there, hall), outside(here, room)]);
    expect([here.connected, await hears(officer, room)]).toEqual([true, true]);
    await rows(world, `update role_grant set ends_at = null where role = 'hall-operator'`);
    expect(await enter(here, room)).toMatchObject({ ok: true }); // negative control: with the role he may come again
  });

  test('a seat that was taken away ends it', async () => {
    const [one, two] = [await inside(experts[0]!.client.token!, room), await inside(experts[1]!.client.token!, room)];
    const { accountId } = await experts[0]!.client.get<{ accountId: string }>('/api/me');
    await rows(world, 'update evaluation_member set replaced_at = tianping_now() where account_id = $1', [accountId]);
    await outside(one, room);
    expect(await hears(two, room)).toBe(true);
    expect(await enter(one, room)).toMatchObject({ ok: false, problem: { status: 404 } });
  });

  test('a bidder whose bid is gone is no longer in the hall', async () => {
    const [first, second] = [await inside(bidders[0]!.client.token!, hall), await inside(bidders[1]!.client.token!, hall)];
    await rows(world, `update bid set status = 'withdrawn' where bidder_id = (select id from organisation where uscc = $1)`, [bidders[0]!.firm.uscc]);
    await outside(first, hall);
    expect(await hears(second, hall)).toBe(true);
  });
});
