import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BusinessError } from '@kernel';
import { PRICE_SHEET, readPriceSheet, sealBid, writePriceSheet } from '@envelope';
import { Command } from 'commander';
import { kitCommands } from '../../apps/cli/src/kit';
import { partsOf } from '../../apps/web/src/workspaces/bidder/parts';
import { parseMoney } from '../../apps/web/src/lib/format';
import { handIn } from './tools';
import { closeConnections, publishedTender, refusal, startWorld, type World } from './world';

/**
 * What can only be refused after the deadline is refused before sealing, by every tool alike. The same slips, typed at the command line, put through the form's rule, and
 * where the manifest shows them, sent to the platform.
 */
const PRICES = ['12345.67', '0', '00', '１２３', '1,234,567', '1，234', '', ' ', '-1', '+1', '1e9', '0x10', '９９', '12345678901234567', '1 234', '元1', '1\n'];
const GOOD = ['1', '1234567', '9999999999999999'];

const codesOf = (error: unknown): string[] => {
  if (error instanceof BusinessError) return error.refusals.map(({ code }) => code);
  throw error;
};
const codesFrom = (work: () => unknown): string[] => {
  try {
    work();
    return [];
  } catch (error) {
    return codesOf(error);
  }
};

let world: World;
let dir: string;
const said: string[] = [];
beforeAll(async () => {
  world = await startWorld();
  dir = mkdtempSync(join(tmpdir(), 'sealing-rule-'));
});
beforeEach(() => {
  said.length = 0;
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said.push(line));
  jest.spyOn(console, 'error').mockImplementation((line: string) => void said.push(line));
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  process.exitCode = 0;
  rmSync(dir, { recursive: true, force: true });
  await world?.stop();
  await closeConnections();
});

describe('tianping kit seal', () => {
  let files: { key: string; cert: string; body: string; empty: string };
  let tender: { tenderId: string; code: string };
  let runs = 0;
  beforeAll(async () => {
    tender = await publishedTender(world);
    const { identity } = await world.bidder('命令行投标人');
    files = { key: join(dir, 'own.key'), cert: join(dir, 'own.pem'), body: join(dir, 'bid.pdf'), empty: join(dir, 'empty.pdf') };
    writeFileSync(files.key, identity.privateKeyPem);
    writeFileSync(files.cert, identity.certificatePem);
    writeFileSync(files.body, '%PDF-1.7');
    writeFileSync(files.empty, '');
  });

  /** As it is typed; `sealed`: whether anything was written at all. */
  async function seal(price: string, { body = files.body, annex }: { body?: string; annex?: string } = {}) {
    const out = join(dir, `sealed-${(runs += 1)}`);
    const program = new Command().exitOverride();
    kitCommands(program);
    process.exitCode = 0;
    const words = ['--tender', tender.tenderId, '--lot', tender.code, `--price=${price}`, '--body', body, '--key', files.key, '--cert', files.cert, '--out', out, ...(annex ? ['--annex', annex] : [])];
    await program.parseAsync(['kit', 'seal', ...words], { from: 'user' });
    const { exitCode } = process;
    process.exitCode = 0;
    return { exitCode, sealed: existsSync(out), told: said.join('\n'), out };
  }

  test.each(PRICES)('--price %j is refused, and nothing is written', async (price) => {
    expect(await seal(price)).toMatchObject({ exitCode: 1, sealed: false, told: expect.stringContaining('投标总价') as string });
  });

  test('so is a body, or an annex, of 0 bytes', async () => {
    for (const empty of [{ body: files.empty }, { annex: files.empty }])
      expect(await seal('150', empty)).toMatchObject({ exitCode: 1, sealed: false, told: expect.stringContaining('empty.pdf') as string });
  });

  test.each(GOOD)('negative control: --price %s is sealed', async (price) => {
    const { exitCode, sealed, out } = await seal(price, { annex: files.body });
    expect([exitCode, sealed]).toEqual([0, true]);
    expect(readFileSync(join(out, 'manifest.json'), 'utf8')).toContain(PRICE_SHEET);
  });
});

describe('the form', () => {
  const file = (content: string) => new File([content], '投标文件.pdf');
  const sheetOf = async (fen: string) => readPriceSheet(new Uint8Array(await partsOf(fen, undefined, [file('%PDF-1.7')])[0]!.content.arrayBuffer()));

  test.each(PRICES)('%j as fen is refused by the same rule as the kit’s', (price) => {
    expect(codesFrom(() => partsOf(price, undefined, [file('%PDF-1.7')]))).toEqual(['envelope.price-total']);
    expect(codesFrom(() => writePriceSheet({ totalFen: price, salt: '0'.repeat(32) }))).toEqual(['envelope.price-total']);
  });

  test.each(PRICES)('%j typed as yuan is refused, or is a price that can be read', async (typed) => {
    const fen = parseMoney(typed, 'yuan');
    if (fen === undefined || /^0+$/.test(fen)) return undefined; // told at the field
    if (fen.length > 16) return expect(codesFrom(() => partsOf(fen, undefined, [file('x')]))).toEqual(['envelope.price-total']);
    return expect((await sheetOf(fen)).totalFen).toBe(fen);
  });

  test('what a person types there is the amount that he means', () => {
    const read = (typed: string) => parseMoney(typed, 'yuan');
    expect(['12345.67', '１２３', '1,234,567', '0'].map(read)).toEqual(['1234567', '12300', '123456700', '0']);
  });

  test('an empty file is refused; negative control: the others are not', async () => {
    expect(codesFrom(() => partsOf('100', undefined, [file('')]))).toEqual(['envelope.part-empty']);
    expect(codesFrom(() => partsOf('100', undefined, [file('x'), file('')]))).toEqual(['envelope.part-empty']);
    for (const price of GOOD) expect((await sheetOf(price)).totalFen).toBe(price);
  });
});

describe('the platform, of a bid that another tool sealed', () => {
  const SLIPS: [what: string, parts: { name: string; size: number }[], code: string][] = [
    [
      'an empty body',
      [
        { name: 'price-sheet', size: 9 },
        { name: 'body', size: 0 },
      ],
      'envelope.part-empty',
    ],
    [
      'an empty annex',
      [
        { name: 'price-sheet', size: 9 },
        { name: 'body', size: 9 },
        { name: 'annex-1', size: 0 },
      ],
      'envelope.part-empty',
    ],
    [
      'an empty price sheet',
      [
        { name: 'price-sheet', size: 0 },
        { name: 'body', size: 9 },
      ],
      'envelope.part-empty',
    ],
    ['no price sheet', [{ name: 'body', size: 9 }], 'envelope.bid-parts'],
    ['no body', [{ name: 'price-sheet', size: 9 }], 'envelope.bid-parts'],
  ];
  test.each(SLIPS)('%s is refused from its manifest', async (what, parts, code) => {
    const tender = await publishedTender(world);
    const bidder = await world.bidder(what);
    const sealed = (of: { name: string; size: number }[]) =>
      sealBid({
        ...bidder.toSeal(tender, '100', { at: new Date('2026-03-04T00:00:00Z') }),
        parts: of.map(({ name, size }) => ({ name, fileName: `${name}.pdf`, mediaType: 'application/pdf', content: Buffer.alloc(size, 'x') })),
      });
    expect((await refusal(handIn(bidder, tender, sealed(parts)))).violations.map((one) => one.code)).toContain(code);
    await handIn(bidder, tender, bidder.seal(tender, '100')); // negative control
  });
});
