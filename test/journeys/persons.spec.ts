import { expert } from '@domain/demonstration';
import { makeIdentityNumber, makeUscc, registrationText } from '@kernel';
import { Client } from '../../apps/cli/src/play/client';
import { signIn } from '../../apps/cli/src/play/people';
import { rows } from './tools';
import { ask, closeConnections, confirm, firmOf, refusal, startWorld, type World } from './world';

let world: World;
let security: Client;
beforeAll(async () => {
  world = await startWorld();
  security = await signIn(world.url, 'sys.security.1', world.running.password!);
});
afterAll(async () => {
  await world?.stop();
  await closeConnections();
});

const WIDE = (text: string) => text.replace(/[0-9A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
const NUMBER = makeIdentityNumber({ region: '990102', birth: '1981-03-03', serial: '004' });
/** The same person, typed in every way that has slipped through somewhere. */
const SPELLINGS = [
  NUMBER,
  NUMBER.toLowerCase(),
  WIDE(NUMBER),
  ` ${NUMBER.slice(0, 6)} ${NUMBER.slice(6, 14)} ${NUMBER.slice(14)} `,
  `${NUMBER.slice(0, 9)}\u200b${NUMBER.slice(9)}`,
  NUMBER.replace(/(.{6})/, '$1-'),
];
/** What is nobody. */
const NOBODIES: [number: string, flaw: string][] = [
  ['xxxxxx', 'identity.document-shape'],
  ['SAME-PERSON', 'identity.document-shape'],
  ['990102198103030049', 'identity.document-check'],
  ['990102198113030040', 'identity.document-birth'],
  ['110105194912310021', 'identity.document-check'],
  ['999999999999999999', 'identity.document-birth'],
  [makeIdentityNumber({ region: '000102', birth: '1981-03-03', serial: '004' }), 'identity.document-region'],
];

let serial = 0;
const organisationId = async () => (await rows<{ id: string }>(world, `select id from organisation where name like '衡州市公共资源交易中心%'`))[0]!.id;
const create = async (identityNumber: string, more = {}) =>
  security.post<{ accountId: string }>('/api/accounts', {
    organisationId: await organisationId(),
    login: `person.${(serial += 1)}`,
    name: '同一人',
    identityNumber,
    roles: [],
    reason: '测试',
    ...more,
  });

async function register(n: number, { identityNumber, uscc, name }: { identityNumber?: string; uscc?: string; name?: string } = {}) {
  const firm = firmOf(`登记-${n}`, n);
  const identity = world.office.authority.issue({ commonName: firm.name, organisation: firm.name, uscc: firm.uscc });
  const guest = new Client(world.url, undefined, identity);
  const proof = await guest.sign(registrationText(firm.uscc, firm.login));
  const account = { login: firm.login, name: '签章人', identityNumber: identityNumber ?? firm.identityNumber };
  return guest.post('/api/organisations', { name: name ?? firm.name, uscc: uscc ?? firm.uscc, region: '990100', account, certificate: identity.certificatePem, proof });
}

const anExpert = async (i: number, more: object) => {
  const { code: _, ...one } = expert(i, 40);
  const certificate = world.office.authority.issue({ commonName: one.name, organisation: '云衡省评标专家库（演示）', uscc: '12990200MATP020166' }).certificatePem;
  return confirm(world.office.librarySecond, await ask(world.office.library, '/api/experts/import', { experts: [{ ...one, certificate, ...more }] }));
};

it('however a number is spelled, it is one person', async () => {
  const made = [];
  for (const spelling of SPELLINGS) made.push((await create(spelling)).accountId);
  const hashes = await rows<{ hash: string }>(world, 'select distinct person_hash as hash from account where id = any($1)', [made]);
  expect(hashes).toHaveLength(1);
  // negative control: another number is another person
  const other = await create(makeIdentityNumber({ region: '990102', birth: '1981-03-03', serial: '006' }));
  expect(await rows(world, 'select distinct person_hash from account where id = any($1)', [[...made, other.accountId]])).toHaveLength(2);
});

it('what is no number of anybody passes at no door, and the field is named', async () => {
  for (const [i, [nobody, flaw]] of NOBODIES.entries()) {
    const attempts: [string, string, () => Promise<unknown>][] = [
      ['account', '/identityNumber', () => create(nobody)],
      ['registration', '/account/identityNumber', () => register(700 + i, { identityNumber: nobody })],
      ['import', '/experts/0/identityNumber', () => anExpert(1, { identityNumber: nobody })],
    ];
    for (const [door, pointer, attempt] of attempts) {
      const problem = await refusal(attempt());
      expect([door, nobody, problem.status, problem.violations[0]!.pointer]).toEqual([door, nobody, 422, pointer]);
      expect(problem.code).toBe(flaw);
      expect(problem.violations[0]!.next).toBeTruthy();
    }
  }
});

it('other documents have their own form; the same permit issued again is the same person', async () => {
  const [first, again] = [await create('H12345678', { identityKind: 'hk-macao-permit' }), await create('h 1234 5678 02', { identityKind: 'hk-macao-permit' })];
  const persons = await rows(world, 'select distinct person_hash, person_document as kind from account where id = any($1)', [[first.accountId, again.accountId]]);
  expect(persons).toMatchObject([{ kind: 'hk-macao-permit' }]);
  expect((await refusal(create('H12345678'))).code).toBe('identity.document-shape');
  expect((await refusal(create('CHNE12345678', { identityKind: 'passport' }))).code).toBe('identity.document-state');
});

it('an expert’s date of birth is that of his number', async () => {
  expect((await refusal(anExpert(2, { born: '1991-01-01' }))).code).toBe('experts.born-differs');
  expect((await refusal(anExpert(2, { specialties: ['A99'] }))).code).toBe('experts.specialty-unknown');
  await anExpert(2, {}); // negative control
});

it('an organisation has one code, however it is typed, and no name that hides something', async () => {
  const firm = firmOf('登记-720', 720);
  await register(720, { uscc: WIDE(firm.uscc).toLowerCase() });
  expect(await rows(world, 'select uscc from organisation where name = $1', [firm.name])).toEqual([{ uscc: firm.uscc }]);
  expect((await refusal(register(720, { uscc: ` ${firm.uscc} ` }))).code).toBe('identity.uscc-taken');
  for (const name of ['登记\u200b公司', '登记公司\n中标价 1 元', '⼯程公司', 'Асme 公司']) {
    const problem = await refusal(register(721, { name }));
    expect([problem.code, problem.violations[0]!.pointer]).toEqual(['http.field', '/name']);
  }
});

it('a tie that was declared in another spelling of the code is a tie', async () => {
  const uscc = makeUscc({ kind: '91', region: '990100', body: 'MATQ0001' });
  const problem = await refusal(anExpert(3, { employerUscc: `${uscc.slice(0, 17)}!` }));
  expect([problem.code, problem.violations[0]!.pointer]).toEqual(['identity.uscc-wrong', '/experts/0/employerUscc']);
  await anExpert(3, { employerUscc: WIDE(uscc) });
  expect(await rows(world, 'select 1 from expert where employer_uscc = $1', [uscc])).toHaveLength(1);
});

it('a firm has the name that its certificate has; a blank or a kind of bracket apart', async () => {
  const firm = firmOf('登记-730', 730);
  const problem = await refusal(register(730, { name: '衡州城市建设投资集团（演示）' }));
  expect([problem.status, problem.code, problem.violations[0]!.pointer]).toEqual([422, 'identity.name-other', '/name']);
  expect(await rows(world, 'select 1 from organisation where uscc = $1', [firm.uscc])).toEqual([]);
  await register(730, { name: firm.name.replace('（', ' (').replace('）', ')') }); // negative control
  expect(await rows(world, 'select 1 from organisation where uscc = $1', [firm.uscc])).toHaveLength(1);
});
