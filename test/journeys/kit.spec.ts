import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { verifyStatement } from '@envelope';
import { kitCommands } from '../../apps/cli/src/kit';
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
    await world.stop();
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
    await pastDeadline(world, tender);
    await world.office.officer.post(`/api/tenders/${tender.tenderId}/opening/start`);
    for (const other of others) await other.decrypt(tender.tenderId);
    await tianping('kit', 'open', ...remote);
    expect(said.at(-1)).toMatch('已解密');
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
