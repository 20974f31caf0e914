import { makeIdentityNumber } from '@kernel';
import { ACCOUNTS } from '@domain/demonstration';
import type { Client } from '../../apps/cli/src/play/client';
import { Bidder, type Firm, signIn } from '../../apps/cli/src/play/people';
import { rows } from '../journeys/tools';
import { type Asked, closeConnections, confirm, firmOf, refusal, startWorld, type World } from '../journeys/world';

/** Whoever may type identity numbers and names of accounts could try them through. He learns little, slowly, and never what a person does. */
let world: World;
let security: Client;
const as = (login: string) => signIn(world.url, login, world.running.password!);
beforeAll(async () => {
  world = await startWorld();
  security = await as('sys.security.1');
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

let serial = 300;
const nobody = () => makeIdentityNumber({ region: '990102', birth: '1971-05-05', serial: String((serial += 1)) });
/** He may be neither a bidder’s nor a tenderer’s officer. */
const { identityNumber: ofEntry } = ACCOUNTS.find(({ login }) => login === 'tc.entry.1')!;
const issue = ({ name, uscc }: Firm) => world.office.authority.issue({ commonName: `${name} 签章`, organisation: name, uscc });
const firm = (name: string) => firmOf(name, (serial += 1));
const unsaid = (said: object) => expect(JSON.stringify(said)).not.toMatch(/受理|entry|TBR-5/);

describe('a firm that registers', () => {
  it('is not told what else a person does, asks ten times, and then waits; others do not', async () => {
    const curious = firm('好奇公司');
    const identity = issue(curious);
    const attempt = (more: object) => refusal(Bidder.register(world.url, { ...curious, ...more }, identity));
    const told = await attempt({ identityNumber: ofEntry });
    expect(told).toMatchObject({ code: 'identity.not-free', status: 422, violations: [{ pointer: '/account/identityNumber' }] });
    unsaid(told);
    for (let i = 1; i < 9; i += 1) expect((await attempt({ login: 'sys.security.1', identityNumber: nobody() })).code).toBe('identity.login-taken');
    const wrong = curious.identityNumber.replace(/.$/, (last) => (last === '1' ? '2' : '1'));
    expect((await attempt({ identityNumber: wrong })).code).toBe('identity.document-check');
    for (const identityNumber of [ofEntry, nobody()]) expect(await attempt({ identityNumber })).toMatchObject({ code: 'identity.register-later', status: 429 });
    const honest = firm('诚实公司');
    await Bidder.register(world.url, honest, issue(honest)); // negative control: another one registers at once
  });

  it('asks about no firm but the one that its certificate is made out to', async () => {
    const [known] = await rows<{ uscc: string }>(world, `select uscc from organisation o join account a on a.organisation_id = o.id where a.login = 't1.head.1'`);
    const curious = firm('旁观公司');
    const identity = issue(curious);
    const counted = await rows(world, 'select key from attempt_meter order by key');
    for (const uscc of [known!.uscc, firm('没有注册').uscc]) expect((await refusal(Bidder.register(world.url, { ...curious, uscc }, identity))).code).toBe('identity.certificate-foreign');
    await Bidder.register(world.url, curious, identity); // negative control, and what it mistook counts no longer
    expect(await rows(world, 'select key from attempt_meter order by key')).toEqual(counted);
  });
});

describe('a head that makes accounts', () => {
  let head: Client;
  let organisationId: string;
  beforeAll(async () => {
    head = await as('t1.head.1');
    ({ organisationId } = await head.get<{ organisationId: string }>('/api/me'));
  });
  const make = (by: Client, more: object) =>
    by.post<{ accountId: string; asked: Asked | null }>('/api/accounts', { organisationId, login: `head.${(serial += 1)}`, name: '新人', reason: '新任', roles: ['tenderer-officer'], ...more });

  it('is not told either: the security administrator is, when it comes to him', async () => {
    const made = [await make(head, { identityNumber: ofEntry }), await make(head, { identityNumber: nobody() })];
    made.forEach(unsaid);
    expect((await refusal(confirm(security, made[0]!.asked!))).code).toBe('identity.apart');
    await confirm(security, made[1]!.asked!);
    expect((await refusal(make(security, { identityNumber: ofEntry }))).code).toBe('identity.apart'); // negative control: it is seen at once where it may be
  });

  it('nor when he confirms what was asked of him', async () => {
    const { accountId, asked } = await make(security, { identityNumber: nobody() });
    await rows(world, `update account set person_hash = (select person_hash from account where login = 'tc.entry.1') where id = $1`, [accountId]);
    const told = await refusal(confirm(head, asked!));
    expect(told.code).toBe('identity.not-free');
    unsaid(told);
  });

  it('makes fifty at once, and then one a minute; another head is not hindered by it', async () => {
    const one = () => refusal(make(head, { login: 'sys.security.1', identityNumber: nobody(), roles: [] }));
    const codes: string[] = [];
    for (let i = 0; i < 50; i += 1) codes.push((await one()).code);
    expect([codes[0], codes.at(-1)]).toEqual(['identity.login-taken', 'identity.accounts-later']);
    expect((await one()).status).toBe(429);
    const other = await as('a1.head.1');
    await make(other, { organisationId: (await other.get<{ organisationId: string }>('/api/me')).organisationId, identityNumber: nobody(), roles: [] });
  });
});
