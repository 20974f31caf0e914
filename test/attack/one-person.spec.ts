import { ACCOUNTS, expert } from '@domain/demonstration';
import { holderFromPkcs8, openEnvelope, readCertificate, readPem } from '@envelope';
import { answerTo } from '@kernel';
import { pseudonym } from '../../libs/domain/src/experts/avoidance';
import { type Member, signIn } from '../../apps/cli/src/play/people';
import { beforeRoom, seated } from '../journeys/committee';
import { accountOf } from '../journeys/grants';
import { LOWEST_FIRST } from '../journeys/plans';
import { groundOf, rows } from '../journeys/tools';
import { type Bidder, closeConnections, draw, firmOf, open, openRoom, pastDeadline, type Played, publishedTender, registerBidder, startWorld, untilConfirmed, type World } from '../journeys/world';

/** A person counts, not an account: whoever has one at two organisations is one trustee, and evaluates no bid of a firm of his. */
const PASSWORD = 'a-password-of-24-letters';
let world: World;
beforeAll(async () => {
  world = await startWorld({ experts: 40 });
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

it('nobody holds two shares, whichever organisations he is of', async () => {
  const security = await signIn(world.url, 'sys.security.1', world.running.password!);
  const same = ACCOUNTS.find(({ login }) => login === 't1.key.1')!;
  const [bureau] = await rows<{ id: string; name: string; uscc: string }>(
    world,
    `select o.id, o.name, o.uscc from account a join organisation o on o.id = a.organisation_id where a.login = 'sb.key.1'`,
  );
  const login = 'sb.key.2';
  await accountOf(world, security, { organisationId: bureau!.id, login, name: same.name, identityNumber: same.identityNumber, password: PASSWORD, roles: ['key-trustee'] });
  const client = await signIn(world.url, login, PASSWORD);
  const own = world.office.authority.issue({ commonName: same.name, organisation: bureau!.name, uscc: bureau!.uscc }, { usage: 'encipherment' });
  const { challengeId, envelope } = await client.post<{ challengeId: string; envelope: string }>('/api/me/certificates/challenge', { certificate: own.certificatePem });
  const opened = await openEnvelope(Buffer.from(envelope, 'base64'), await holderFromPkcs8(readPem(own.privateKeyPem)[0]!.bytes, own.certificatePem));
  await client.post('/api/me/certificates', { certificate: own.certificatePem, challengeId, answer: answerTo(Buffer.from(opened).toString(), readCertificate(own.certificatePem).fingerprint) });
  const people = await rows<{ id: string; login: string }>(world, `select id, login from account where login like '%.key._'`);
  const named = (...logins: string[]) => ({ trustees: { threshold: 2, people: logins.map((one) => people.find((person) => person.login === one)!.id) } });
  expect(await groundOf(publishedTender(world, named('t1.key.1', 'sb.key.2', 'tc.key.1')))).toBe('tender.trustee-twice O20-27');
  await publishedTender(world, named('t1.key.1', 'sb.key.1', 'tc.key.1')); // negative control: three people
});

it('who works for a bidder under another account is not drawn, and does not sit where he was drawn before', async () => {
  const tender = await publishedTender(world);
  const bidders: Bidder[] = [];
  for (let i = 1; bidders.length < 3; i += 1) bidders.push(await registerBidder(world.office, { ...firmOf(`专家${i}的公司`, 300 + i), identityNumber: expert(i, 40).identityNumber }));
  for (const [i, bidder] of bidders.entries()) await bidder.submit(tender, String(910_000_000 + i));
  await pastDeadline(world, tender);
  const played = { ...tender, source: { method: 'lowest-price', bids: [] } } as unknown as Played;
  await open(world.office, played, bidders);
  const drawId = await draw(world.office, played);
  const [{ salt, rules }] = (await rows<{ salt: string; rules: string }>(world, 'select d.salt, p.rules from draw d join draw_pool p on p.draw_id = d.id where d.id = $1', [drawId])) as [
    { salt: string; rules: string },
  ];
  const { avoid } = JSON.parse(rules) as { avoid: Record<string, string> };
  const tied = await rows<{ id: string }>(
    world,
    `select e.id from expert e join account a on a.id = e.account_id join account b on b.person_hash = a.person_hash and b.id <> a.id join bid on bid.bidder_id = b.organisation_id and bid.tender_id = $1`,
    [tender.tenderId],
  );
  expect(tied).toHaveLength(3);
  for (const { id } of tied) expect(pseudonym(salt, 'expert', id) in avoid).toBe(true);
  await untilConfirmed(world.office, tender.tenderId);
  // as if he had been given the account after the draw
  const { evaluationId, experts } = await openRoom(world.office, tender.tenderId);
  const [hash] = await rows<{ hash: string }>(world, 'select person_hash as hash from account where organisation_id = $1 limit 1', [
    (await rows<{ id: string }>(world, 'select bidder_id as id from bid where tender_id = $1 limit 1', [tender.tenderId]))[0]!.id,
  ]);
  await rows(world, 'update account set person_hash = $2 where login = $1', [experts[0]!.login, hash!.hash]);
  expect(await groundOf(experts[0]!.act('expert.check-in', { evaluationId }))).toBe('evaluation.interest O12-12');
  await experts[1]!.act('expert.check-in', { evaluationId }); // negative control

  // and whatever the draw itself would have looked at: a tie to the tenderer, one to a bidder that ended within the years that count, and an employer
  const [parties] = await rows<{ tenderer: string; bidder: string }>(
    world,
    `select t.uscc as tenderer, b.uscc as bidder from tender x join organisation t on t.id = x.tenderer_id join bid on bid.tender_id = x.id join organisation b on b.id = bid.bidder_id where x.id = $1 limit 1`,
    [tender.tenderId],
  );
  const tie = (login: string, uscc: string, ended: string | null) =>
    rows(
      world,
      `insert into expert_interest (id, expert_id, uscc, kind, note, declared_at, ended_on) select gen_random_uuid(), e.id, $2, 'employment', '', now(), $3 from expert e join account a on a.id = e.account_id where a.login = $1`,
      [login, uscc, ended],
    );
  await tie(experts[2]!.login, parties!.tenderer, null);
  expect(await groundOf(experts[2]!.act('expert.check-in', { evaluationId }))).toBe('evaluation.interest O12-12');
  await tie(experts[3]!.login, parties!.bidder, '2025-12-31');
  expect(await groundOf(experts[3]!.act('expert.check-in', { evaluationId }))).toBe('evaluation.interest O12-12');
});

it('nobody has two seats of a committee, nor returns to it under another account', async () => {
  const { members, evaluationId, tender } = await seated(world, await beforeRoom(world, ['990000000', '950000000', '970000000'], { plan: LOWEST_FIRST }));
  const [one, two, three] = members as [Member, Member, Member];
  const act = (member: Member, what: string, body: object = {}) => member.act(what, { evaluationId, ...body });
  await rows(world, 'update account set person_hash = (select person_hash from account where login = $1) where login = $2', [one.login, two.login]);
  await act(one, 'expert.check-in'); // negative control: he has one seat
  expect(await groundOf(act(two, 'expert.check-in'))).toBe('evaluation.other-seat TBL-37');
  expect(await groundOf(act(two, 'expert.check-in'))).toBe('platform.not-found'); // the seat is free again
  await act(three, 'expert.check-in'); // negative control: another person

  const representative = members.at(-1)!;
  await act(representative, 'expert.declare-avoidance', { reason: '与投标人有利害关系' });
  const own = ACCOUNTS.find(({ login }) => login === representative.login)!;
  const [{ organisationId }] = (await rows<{ organisationId: string }>(world, 'select organisation_id as "organisationId" from account where login = $1', [own.login])) as [{ organisationId: string }];
  const security = await signIn(world.url, 'sys.security.1', world.running.password!);
  const account = { organisationId, password: PASSWORD, roles: ['tenderer-representative'] };
  await accountOf(world, security, { ...account, login: 't1.rep.again', name: own.name, identityNumber: own.identityNumber });
  await accountOf(world, security, { ...account, login: 't1.rep.other', name: '代表二', identityNumber: firmOf('另一人', 399).identityNumber });
  const name = (login: string) => world.office.approver.post(`/api/tenders/${tender.tenderId}/evaluation/representatives`, { representatives: [login] });
  expect(await groundOf(name('t1.rep.again'))).toBe('evaluation.sat-before TBR-48');
  expect(await name('t1.rep.other')).toEqual({ seated: ['R1'] }); // negative control
});
