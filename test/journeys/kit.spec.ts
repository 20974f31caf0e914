import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { createAuthority, createKeyPair, issueCertificate, verifyStatement } from '@envelope';
import { kitCommands } from '../../apps/cli/src/kit';
import { until } from './tools';
import { closeConnections, pastDeadline, publishedTender, startWorld, submitAll, type World } from './world';

/** One command line, as a bidder types it. */
async function tianping(...words: string[]): Promise<void> {
  const program = new Command().exitOverride();
  kitCommands(program);
  await program.parseAsync(words, { from: 'user' });
}

describe('the bidder’s kit on the command line', () => {
  let world: World;
  let dir: string;
  const said: string[] = [];
  beforeAll(async () => {
    world = await startWorld();
    dir = mkdtempSync(join(tmpdir(), 'kit-'));
    jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
    jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    process.exitCode = 0;
    rmSync(dir, { recursive: true });
    await world?.stop();
    await closeConnections();
  });

  it('seals offline, submits, keeps the receipt, and opens at the opening', async () => {
    const tender = await publishedTender(world);
    const others = await submitAll(world, tender, ['100', '200']);
    const own = await world.bidder('命令行投标人');
    const [key, cert, body, out] = ['own.key', 'own.pem', 'bid.pdf', 'sealed'].map((name) => join(dir, name)) as [string, string, string, string];
    writeFileSync(key, own.identity.privateKeyPem);
    writeFileSync(cert, own.identity.certificatePem);
    writeFileSync(body, 'x'.repeat(3_000_000));
    const identity = ['--key', key, '--cert', cert];
    await tianping('kit', 'seal', '--tender', tender.tenderId, '--lot', tender.code, '--price', '150', '--body', body, '--out', out, ...identity);
    expect(statSync(join(out, 'keys.json')).mode & 0o077).toBe(0);
    expect(readFileSync(join(out, 'bid.sealed')).includes('xxxxxxxx')).toBe(false);
    await tianping('kit', 'verify', '--dir', out, '--ca', join(world.running.home, 'demo-ca/ca.pem'));
    const remote = ['--url', world.url, '--login', own.firm.login, '--dir', out, ...identity];
    await tianping('kit', 'submit', ...remote);
    const { value } = verifyStatement(readFileSync(join(out, 'receipt.json'), 'utf8'), readFileSync(join(out, 'receipt.p7s')));
    expect(value).toMatchObject({ tender: tender.tenderId, bidder: own.firm.uscc, version: 1 });
    // the answer of the first run was lost. Negative control: he was told to seal it anew as version 2, and after the deadline that he was late, with the bid in force and no receipt
    const kept = ['receipt.json', 'receipt.p7s', 'receipt.tst'].map((name) => [join(out, name), readFileSync(join(out, name))] as const);
    const again = async () => {
      for (const [path] of kept) rmSync(path);
      await tianping('kit', 'submit', ...remote);
      expect([said.at(-1), ...kept.map(([path, bytes]) => readFileSync(path).equals(bytes))]).toEqual([expect.stringMatching('已递交'), true, true, true]);
    };
    await again();
    await pastDeadline(world, tender);
    await again();
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    for (const other of others) await other.decrypt(tender.tenderId);
    for (const _ of ['once', 'the answer of which was lost']) {
      await tianping('kit', 'open', ...remote);
      expect(said.at(-1)).toMatch('已解密');
    }
  });

  it('certifies a key that is there, and overwrites nothing', async () => {
    const [folder, prefix] = [join(dir, 'rehearsal-ca'), join(dir, 'platform')];
    const names = ['--name', '天平平台', '--organisation', '衡州市公共资源交易中心', '--uscc', '12990100MATP01021B', '--out', prefix];
    await tianping('kit', 'key', ...names);
    const key = readFileSync(`${prefix}.key`, 'utf8');
    expect(createPrivateKey(key).asymmetricKeyDetails).toMatchObject({ modulusLength: 3072 }); // 128 bits, where nobody asks for less
    const issued = async (...more: string[]) => {
      process.exitCode = 0;
      await tianping('ca', 'issue', '--dir', folder, ...names, ...more);
      const { exitCode } = process;
      process.exitCode = 0;
      return exitCode;
    };
    expect(await issued()).toBe(1); // the key that waits for its certificate
    expect(await issued('--key', `${prefix}.key`)).toBe(0);
    expect(new X509Certificate(readFileSync(`${prefix}.pem`)).checkPrivateKey(createPrivateKey(key))).toBe(true);
    expect(await issued('--key', `${prefix}.key`)).toBe(1);
    expect(readFileSync(`${prefix}.key`, 'utf8')).toBe(key);
  });

  // negative control: `SM2` made a key of another kind and said nothing, and an unknown suite ended in a fault of the program
  it.each([
    ['kit', 'key', '--kind'],
    ['ca', 'issue', '--kind'],
    ['kit', 'seal', '--suite'],
  ])('%s %s takes no %s that it does not know', async (...words) => {
    const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const unknown of ['SM2', 'rsa-4096', ''])
      await expect(tianping(...words, unknown, '--name', 'x', '--organisation', 'x', '--uscc', 'x', '--out', join(dir, 'unknown'))).rejects.toMatchObject({ code: 'commander.invalidArgument' });
    told.mockRestore();
    expect(existsSync(join(dir, 'unknown.key'))).toBe(false);
  });

  it('makes a key and its request, and checks certificates by path and list', async () => {
    const prefix = join(dir, 'own-sm2');
    await tianping('kit', 'key', '--kind', 'sm2', '--name', '临衡水务', '--organisation', '临衡水务', '--uscc', '91990200MATP30041D', '--out', prefix);
    expect(statSync(`${prefix}.key`).mode & 0o077).toBe(0);
    expect(readFileSync(`${prefix}.csr`, 'utf8')).toContain('BEGIN CERTIFICATE REQUEST');
    const { authority } = world.office;
    const { certificatePem } = authority.issue({ commonName: '临衡水务', organisation: '临衡水务', uscc: '91990200MATP30041D' });
    const [cert, ca, crl] = ['one.pem', 'ca.pem', 'ca.crl'].map((name) => join(dir, name)) as [string, string, string];
    writeFileSync(cert, certificatePem);
    writeFileSync(ca, authority.certificatePem);
    const check = async (...more: string[]) => {
      process.exitCode = 0;
      await tianping('kit', 'check', '--cert', cert, '--ca', ca, ...more);
      return [process.exitCode, said.at(-1)];
    };
    expect(await check()).toEqual([0, expect.stringContaining('未给出吊销列表')]);
    writeFileSync(crl, authority.revocationList(new Date('2026-01-01T00:00:00Z')));
    expect(await check('--crl', crl)).toEqual([0, expect.stringContaining('吊销状态均符合')]);
    const forged = `临衡水务\u001b[2J\u001b[8m\u202e`;
    writeFileSync(cert, authority.issue({ commonName: forged, organisation: '临衡水务', uscc: '91990200MATP30041D' }).certificatePem);
    await check();
    expect(said.at(-3)).toContain('临衡水务\\u{1b}[2J\\u{1b}[8m\\u{202e}'); // written out: it draws nothing on the terminal
    writeFileSync(cert, certificatePem);
    await tianping('ca', 'revoke', '--dir', join(world.running.home, 'demo-ca'), '--cert', cert);
    writeFileSync(crl, authority.revocationList(new Date('2026-01-02T00:00:00Z')));
    expect(await check('--crl', crl)).toEqual([1, expect.stringContaining('已于')]);
    expect((await check('--encipherment'))[0]).toBe(1);
    process.exitCode = 0;
  });

  it('seals under SM2, SM3 and SM4 for trustees with what was fetched, offline; they open it though the key file is lost', async () => {
    const { officer, trustees } = world.office;
    const { items } = await officer.get<{ items: { accountId: string }[] }>('/api/trustees');
    const tender = await publishedTender(world, { trustees: { threshold: 2, people: items.map(({ accountId }) => accountId) } });
    const terms = join(dir, 'terms.json');
    await tianping('kit', 'fetch', '--url', world.url, '--tender', tender.code, '--out', terms);
    const read = JSON.parse(readFileSync(terms, 'utf8')) as { trustees: { threshold: number; trustees: string[] } };
    for (const price of ['100', '200']) await (await world.bidder(`旁人-${price}`)).submit({ ...tender, escrowTerms: read.trustees }, price);
    const own = await world.bidder('国密投标人');
    const [key, cert, body, out] = ['sm.key', 'sm.pem', 'sm.pdf', 'sm-sealed'].map((name) => join(dir, name)) as [string, string, string, string];
    writeFileSync(key, own.identity.privateKeyPem);
    writeFileSync(cert, own.identity.certificatePem);
    writeFileSync(body, 'y'.repeat(100_000));
    const identity = ['--key', key, '--cert', cert];
    const ca = join(world.running.home, 'demo-ca/ca.pem');
    const seal = (from: string, ...more: string[]) => tianping('kit', 'seal', '--terms', from, '--price', '150', '--body', body, '--suite', 'sm', '--out', out, ...identity, ...more);
    await hostileTerms(terms, seal, ca);
    await seal(terms, '--ca', ca);
    await tianping('kit', 'verify', '--dir', out, '--ca', join(world.running.home, 'demo-ca/ca.pem'), '--terms', terms);
    expect(said.at(-1)).toContain('✓');
    const remote = ['--url', world.url, '--login', own.firm.login, '--dir', out, ...identity];
    await tianping('kit', 'submit', ...remote);
    await tianping('kit', 'evidence', ...remote);
    expect(JSON.parse(readFileSync(join(out, 'evidence.json'), 'utf8'))).toMatchObject({ format: 'tianping/evidence/1', sealedSet: null });
    expect(statSync(join(out, 'receipt.tst')).size).toBeGreaterThan(100);
    rmSync(join(out, 'keys.json'));
    await pastDeadline(world, tender);
    await officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    process.env['TIANPING_PASSWORD'] = world.running.password;
    for (const { login } of trustees.slice(0, 2)) {
      const file = (kind: string) => join(world.running.home, `demo-ca/${login}.encryption.${kind}`);
      await tianping('kit', 'release', '--url', world.url, '--login', login, '--tender', tender.tenderId, '--key', file('key'), '--cert', file('pem'));
      expect(said.at(-1)).toContain('份额已提交');
    }
    delete process.env['TIANPING_PASSWORD'];
    await until(async () => (await officer.get<{ bidders: { decrypted: boolean }[] }>(`/api/tenders/${tender.tenderId}/opening`)).bidders.every(({ decrypted }) => decrypted));
  });

  /** Whoever runs the platform hands the terms out: trustees of his own making must not open the bid for him. Negative control: the sealing that follows takes the true ones. */
  async function hostileTerms(file: string, seal: (from: string, ...more: string[]) => Promise<void>, ca: string): Promise<void> {
    const read = JSON.parse(readFileSync(file, 'utf8')) as { trustees: { threshold: number; trustees: string[] } };
    const own = createAuthority({ commonName: '平台自己的机构', now: new Date('2025-12-01T00:00:00Z') });
    const made = read.trustees.trustees.map((_, i) =>
      issueCertificate(own, {
        publicKeyPem: createKeyPair('p-256').publicKeyPem,
        commonName: `保管人${i}`,
        organisation: `单位${i}`,
        serialNumber: `${i}`,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2040-01-01T00:00:00Z'),
        usage: 'encipherment',
      }),
    );
    const hostile = join(dir, 'hostile.json');
    const told = async (trustees: typeof read.trustees, ...more: string[]) => {
      writeFileSync(hostile, JSON.stringify({ ...read, trustees }));
      process.exitCode = 0;
      await seal(hostile, ...more);
      return [process.exitCode, said.at(-1)];
    };
    expect(await told(read.trustees)).toEqual([1, expect.stringContaining('--ca')]);
    expect(await told({ ...read.trustees, trustees: made }, '--ca', ca)).toEqual([1, expect.stringContaining('✗')]);
    expect(await told({ ...read.trustees, threshold: 1 }, '--ca', ca)).toEqual([1, expect.stringContaining('一家单位或一把密钥')]);
    expect(await told({ threshold: 2, trustees: [read.trustees.trustees[0]!, read.trustees.trustees[0]!] }, '--ca', ca)).toEqual([1, expect.stringContaining('一家单位或一把密钥')]);
    // people of one organisation, told apart by numbers of their own or by how its code is spelled
    const people = (names: readonly [organisation: string, uscc: string][]) =>
      names.map(([organisation, uscc], i) => world.office.authority.issue({ commonName: `保管人${i}`, organisation, uscc }, { usage: 'encipherment' }).certificatePem);
    const code = '91990200MATP30041D';
    const alike = [
      people([
        ['平台运营（演示）', 'E-1'],
        ['平台运营(演示)', 'E-2'],
        ['平台 运营（演示）', 'E-3'],
      ]),
      people([
        ['甲', code],
        ['乙', code.toLowerCase()],
        ['丙', `${code.slice(0, 9)} ${code.slice(9)}`],
      ]),
    ];
    for (const trustees of alike) expect(await told({ threshold: 2, trustees }, '--ca', ca)).toEqual([1, expect.stringContaining('一家单位或一把密钥')]);
    // one with two, by its name before and its code since: no two of the three are told alike by both. Negative control: counted by name and by code apart, two are the most, and it seals
    const renamed = people([
      ['旧名', code],
      ['旧名', 'E-1'],
      ['新名', code],
      ['别家', 'E-2'],
    ]);
    expect(await told({ threshold: 3, trustees: renamed }, '--ca', ca)).toEqual([1, expect.stringContaining('一家单位或一把密钥')]);
    expect(await told({ ...read.trustees, threshold: 0 }, '--ca', ca)).toEqual([1, expect.stringContaining('trustees.threshold')]);
    process.exitCode = 0;
  }

  it('writes through no link, and over nothing', async () => {
    const own = await world.bidder('链接投标人');
    const [key, cert, body, out, elsewhere] = ['link.key', 'link.pem', 'link.pdf', 'link-sealed', 'elsewhere'].map((name) => join(dir, name)) as [string, string, string, string, string];
    writeFileSync(key, own.identity.privateKeyPem);
    writeFileSync(cert, own.identity.certificatePem);
    writeFileSync(body, 'z');
    mkdirSync(out);
    symlinkSync(elsewhere, join(out, 'keys.json'));
    await tianping('kit', 'seal', '--tender', '0190a000-0000-7000-8000-000000000000', '--lot', 'L', '--price', '1', '--body', body, '--out', out, '--key', key, '--cert', cert);
    expect([process.exitCode, existsSync(elsewhere), said.at(-1)]).toEqual([1, false, expect.stringContaining('请换一个目录')]);
    process.exitCode = 0;
  });

  // negative control: by Number alone 0x10 was sealed as 16 days, and a version that the manifest refuses left half a bid in the folder, over which none could be sealed
  it('takes days and versions as they are written, and leaves nothing of a bid that it could not seal', async () => {
    const own = await world.bidder('数字投标人');
    const [key, cert, body, out] = ['digits.key', 'digits.pem', 'digits.pdf', 'digits'].map((name) => join(dir, name)) as [string, string, string, string];
    writeFileSync(key, own.identity.privateKeyPem);
    writeFileSync(cert, own.identity.certificatePem);
    writeFileSync(body, 'x');
    const seal = (...more: string[]) =>
      tianping('kit', 'seal', '--tender', '0198c0de-0000-7000-8000-000000000001', '--lot', 'L1', '--price', '150', '--body', body, '--out', out, '--key', key, '--cert', cert, ...more);
    const refused = async (...more: string[]) => {
      process.exitCode = 0;
      await seal(...more);
      return [process.exitCode, said.at(-1)];
    };
    for (const days of ['0x10', '1e2', ' 3', '９', '1.5', '0', '36501']) expect(await refused('--days', days)).toEqual([1, expect.stringContaining('--days')]);
    for (const version of ['x', '0', '1e3', '10000']) expect(await refused('--version', version)).toEqual([1, expect.stringContaining('--version')]);
    expect((await refused('--lot', 'L\u200b'))[0]).toBe(1); // when all else is sealed
    for (const [option, value] of [
      ['--lot', 'L'.repeat(5_000)],
      ['--tender', 'L1'],
    ] as const)
      expect(await refused(option, value)).toEqual([1, expect.stringContaining(option)]);
    expect(existsSync(join(out, 'bid.sealed'))).toBe(false);
    process.exitCode = 0;
    await seal('--days', '36500', '--version', '2');
    expect(existsSync(join(out, 'keys.json'))).toBe(true);
  });

  it('takes no other lot’s terms for those that were asked for, and no answer without end', async () => {
    const server = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      if (request.url!.endsWith('endless')) for (let i = 0; i < 70; i += 1) response.write(' '.repeat(2 ** 20));
      else response.end(JSON.stringify({ id: '0190a000-0000-7000-8000-000000000000', code: 'A', title: 't', deadline: '2027-01-01T00:00:00.000Z', trustees: null }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const fetch = async (tender: string) => {
      process.exitCode = 0;
      await tianping('kit', 'fetch', '--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--tender', tender, '--out', join(dir, 'fetched.json'));
      return [process.exitCode, said.at(-1)];
    };
    expect(await fetch('A')).toEqual([0, expect.stringContaining('由投标人自行解密')]); // negative control
    expect(await fetch('B')).toEqual([1, expect.stringContaining('另一个标段')]);
    expect(await fetch('endless')).toEqual([1, expect.stringContaining('64 MiB')]);
    process.exitCode = 0;
    server.closeAllConnections();
    server.close();
  });

  it('tells a refusal with its article and sets the exit code', async () => {
    const tender = await publishedTender(world);
    const late = await world.bidder('迟到');
    const [key, cert, body, out] = ['late.key', 'late.pem', 'late.txt', 'late'].map((name) => join(dir, name)) as [string, string, string, string];
    writeFileSync(key, late.identity.privateKeyPem);
    writeFileSync(cert, late.identity.certificatePem);
    writeFileSync(body, '标书');
    const identity = ['--key', key, '--cert', cert];
    await tianping('kit', 'seal', '--tender', tender.tenderId, '--lot', `${tender.code}-other`, '--price', '1', '--body', body, '--out', out, ...identity);
    await tianping('kit', 'submit', '--url', world.url, '--login', late.firm.login, '--dir', out, ...identity);
    expect(process.exitCode).toBe(1);
    expect(said.at(-1)).toMatch(/依据 《/);
  });
});
