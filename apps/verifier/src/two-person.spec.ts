import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPair, issueCertificate, signDetached, type Signer, statementText, TWO_PERSON_FORMAT } from '@envelope';
import { run } from './main';
import { inputsOf, sortFile } from './sort-files';
import { sourceOf } from './body';
import { timeText } from './der-values';
import { checked, doubts, ids, type Kind, LATER, MADE, NOW, text, trustIn, USCC, worldOf } from './verifier.fixtures';

const ID = '0190a0a0-0000-7000-8000-000000000001';
const askedAt = (at: Date) =>
  statementText({
    ...{ format: TWO_PERSON_FORMAT, proposal: ID, act: 'award.issue-notice', object: ID, askedBy: { name: '代理经办一', organisation: '衡正工程咨询' }, askedAt: at.toISOString(), request: {} },
    content: { winner: { bidder: '云衡路桥', priceFen: '91000000001' }, notice: '# 中标通知书\n\n云衡路桥：…' },
  });
const STATEMENT = askedAt(NOW);
const SIGNED = timeText(NOW.getTime());
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const signed = (signer: Signer, content = STATEMENT, signingTime = NOW) => base64(signDetached(Buffer.from(content), { ...signer, signingTime }));

function recordOf(kind: Kind) {
  const world = worldOf(kind);
  const record = {
    format: 'tianping/two-person-record/2',
    confirmedBy: { name: '招标负责人一', organisation: '云衡建设局' } as object | null,
    statement: STATEMENT,
    signatures: { asker: signed(world.bidder) as string | null, confirmer: signed(world.platform) as string | null },
    authorities: [world.root.certificatePem],
  };
  return { world, record };
}
const { world, record } = recordOf('p-256');
const verdict = async (changed: object, inputs = trustIn(world)) => checked({ ...inputs, twoPersons: [text({ ...record, ...changed })] });

it.each(['rsa-2048', 'p-256', 'sm2'] as const)('%s: a record holds, and says who asked and who confirmed what', async (kind) => {
  const one = recordOf(kind);
  const checks = await checked({ ...trustIn(one.world), twoPersons: [text(one.record)] });
  expect(doubts(checks)).toEqual([]);
  const { en, reason } = checks.find(({ id }) => id === 'two-person.signers')!;
  expect(en).toBe(`award.issue-notice: asked by “代理经办一” (衡正工程咨询; certificate “临衡水务有限公司”, ${SIGNED}), confirmed by “招标负责人一” (云衡建设局; certificate “天平平台”, ${SIGNED})`);
  expect(reason!.en).toMatch(/digest of the content [0-9a-f]{64};.*the confirmer’s is under no signature.* was checked by the platform/);
});

it('a record of the first form holds as before: it does not name the account that confirmed', async () => {
  const { confirmedBy: _, ...rest } = record;
  const first = { ...rest, format: 'tianping/two-person-record/1' };
  const checks = await checked({ ...trustIn(world), twoPersons: [text(first)] });
  expect(doubts(checks)).toEqual([]);
  expect(checks.find(({ id }) => id === 'two-person.signers')!.en).toContain('confirmed by an account that the record does not name (certificate “天平平台”');
  expect(ids(await checked({ ...trustIn(world), twoPersons: [text({ ...first, confirmedBy: null })] }), false)).toEqual(['two-person.form']);
});

it('fails with the statement changed, a signature of another text, one certificate twice, or one key in two certificates', async () => {
  const { bidder, platform, root } = world;
  expect(ids(await verdict({ statement: STATEMENT.replace('91000000001', '92000000001') }), false)).toEqual(['two-person.asker.signature', 'two-person.confirmer.signature']);
  expect(ids(await verdict({ signatures: { ...record.signatures, confirmer: signed(platform, `${STATEMENT} `) } }), false)).toEqual(['two-person.confirmer.signature']);
  expect(ids(await verdict({ signatures: { asker: signed(bidder), confirmer: signed(bidder) } }), false)).toEqual(['two-person.two']);
  const pair = createKeyPair('p-256');
  const twin = (commonName: string) => ({
    privateKeyPem: pair.privateKeyPem,
    certificatePem: issueCertificate(root, { publicKeyPem: pair.publicKeyPem, commonName, organisation: commonName, serialNumber: USCC, notBefore: MADE, notAfter: LATER, usage: 'signing' }),
  });
  expect(ids(await verdict({ signatures: { asker: signed(twin('甲')), confirmer: signed(twin('乙')) } }), false)).toEqual(['two-person.two']);
});

// negative control: with `checkTime` taken out of two-person.ts the three that do not hold are not found
describe('the time that each states', () => {
  const HOUR = 3_600_000;
  const at = (ms: number) => new Date(NOW.getTime() + ms);
  const times = async (asker: Date, confirmer: Date) =>
    ids(await verdict({ signatures: { asker: signed(world.bidder, STATEMENT, asker), confirmer: signed(world.platform, STATEMENT, confirmer) } }), false).filter((id) => !/path|revocation/.test(id));

  it.each([
    ['an hour before it was asked for', -HOUR, -HOUR],
    ['an hour after it ended', 25 * HOUR, 25 * HOUR],
    ['in between', 0, 24 * HOUR],
  ])('holds %s', async (_, asker, confirmer) => expect(await times(at(asker), at(confirmer))).toEqual([]));

  it.each([
    ['before that', -HOUR - 1000, -HOUR - 1000],
    ['after that', 25 * HOUR + 1000, 25 * HOUR + 1000],
  ])('does not hold %s', async (_, asker, confirmer) => {
    expect(await times(at(asker), at(0))).toEqual(['two-person.asker.time']);
    expect(await times(at(0), at(confirmer))).toEqual(['two-person.confirmer.time']);
  });

  it('nor decades away, whatever the certificates say', async () =>
    expect(await times(new Date('1999-01-01T00:00:00Z'), new Date('2051-01-01T00:00:00Z'))).toEqual(['two-person.asker.time', 'two-person.confirmer.time']));
});

it('leaves open what it cannot tell: a missing signature, nobody named; a stranger’s root is no root', async () => {
  expect(doubts(await verdict({ signatures: { ...record.signatures, confirmer: null } }))).toEqual(['unknown two-person.confirmer.signature: this person did not sign with a certificate']);
  expect(ids(await verdict({}, { ...trustIn(world), trust: [] }), 'unknown')).toEqual(['two-person.named']);
  const other = recordOf('p-256');
  expect(ids(await checked({ ...trustIn(other.world), twoPersons: [text(record)] }), false)).toEqual(['two-person.asker.path', 'two-person.confirmer.path']);
});

it('is of the described form or nothing: more, less, other, or not canonical', async () => {
  for (const changed of [{ format: 'tianping/two-person-record/3' }, { confirmedBy: '甲' }, { more: 1 }, { signatures: { asker: null } }, { statement: 1 }, { authorities: ['x'.repeat(10)] }])
    expect(ids(await verdict(changed), false)).toEqual([expect.stringMatching(/^two-person[.](form|authorities)$/)]);
  for (const statement of [STATEMENT.replace('two-person/1', 'two-person/2'), STATEMENT.replace('"act"', '"bct"'), STATEMENT.replace(',"askedAt"', ', "askedAt"'), '{}', '[]'])
    expect(ids(await verdict({ statement, signatures: { asker: signed(world.bidder, statement), confirmer: signed(world.platform, statement) } }), false)).toEqual(['two-person.statement']);
});

it('is known among dropped files, and by the command', async () => {
  const files = { 'any.json': JSON.stringify(record), 'roots.pem': world.root.certificatePem };
  const sorted = await Promise.all(Object.entries(files).map(([name, content]) => sortFile({ name, source: sourceOf(text(content)) })));
  expect(sorted.map(({ what }) => what)).toEqual(['two-person', 'certificates']);
  expect(ids(await checked(inputsOf(sorted)), false)).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'tianping-two-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const said: string[] = [];
    expect(await run(['--two-person', join(folder, 'any.json'), '--trust', join(folder, 'roots.pem')], (line) => said.push(line))).toBe(0);
    expect(said.join('\n')).toContain('award.issue-notice');
    writeFileSync(join(folder, 'any.json'), JSON.stringify({ ...record, statement: STATEMENT.replace('云衡路桥', '别家公司') }));
    expect(await run(['--two-person', join(folder, 'any.json'), '--trust', join(folder, 'roots.pem')], () => undefined)).toBe(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const openssl = spawnSync('openssl', ['version']).status === 0;
const withOpenssl = openssl ? describe : describe.skip;
withOpenssl(openssl ? 'by hand, as docs/formats/two-person.md says' : 'by hand (skipped: no openssl here)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tianping-two-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const document = readFileSync(join(__dirname, '../../../docs/formats/two-person.md'), 'utf8');
  const commands = /```sh\n([^]*?)```/.exec(document)![1]!;
  const byHand = (changed: object) => {
    writeFileSync(join(folder, 'record.json'), JSON.stringify({ ...record, ...changed }));
    writeFileSync(join(folder, 'root.pem'), world.root.certificatePem);
    return execFileSync('sh', ['-e', '-c', commands], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  };

  it('the commands of the document verify a record, print its digest, and fail on a changed one', () => {
    expect(byHand({})).toContain(execFileSync('sha256sum', { input: STATEMENT, encoding: 'utf8' }).slice(0, 64));
    expect(() => byHand({ statement: STATEMENT.replace('云衡路桥', '别家公司') })).toThrow();
    expect(() => byHand({ signatures: { ...record.signatures, confirmer: signed(world.platform, 'other') } })).toThrow();
  });

  it('a signature that openssl made counts as well', async () => {
    const statement = askedAt(new Date()); // openssl signs now
    writeFileSync(join(folder, 'statement.json'), statement);
    for (const [name, { certificatePem, privateKeyPem }] of Object.entries({ asker: world.bidder, confirmer: world.platform })) {
      writeFileSync(join(folder, `${name}.pem`), certificatePem);
      writeFileSync(join(folder, `${name}.key`), privateKeyPem);
      execFileSync(
        'openssl',
        ['cms', '-sign', '-cades', '-binary', '-md', 'sha256', '-in', 'statement.json', '-signer', `${name}.pem`, '-inkey', `${name}.key`, '-outform', 'DER', '-out', `${name}.p7s`],
        { cwd: folder, stdio: 'pipe' },
      );
    }
    const [asker, confirmer] = ['asker', 'confirmer'].map((name) => base64(readFileSync(join(folder, `${name}.p7s`))));
    const failed = ids(await verdict({ statement, signatures: { asker, confirmer } }), false).filter((id) => !id.endsWith('.path')); // signed now, which the made-up certificates may not cover
    expect(failed).toEqual([]);
  });
});
