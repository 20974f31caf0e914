import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pageCache } from './page-cache';

const page = (text: string) => ({ status: 200, plain: Buffer.from(text) });

describe('pages kept for a second', () => {
  it('writes a page once for all who ask within the second, and anew after it', async () => {
    let clock = 0;
    let written = 0;
    const cached = pageCache(() => clock);
    const ask = () => cached('/', async () => page(`${++written}`));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect([first!.page.plain.toString(), second!.page.plain.toString(), written]).toEqual(['1', '1', 1]);
    clock = 999;
    expect((await ask()).page.plain.toString()).toBe('1');
    clock = 1001;
    expect((await ask()).page.plain.toString()).toBe('2');
  });

  it('does not keep a fault', async () => {
    const cached = pageCache(() => 0);
    await expect(cached('/', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect((await cached('/', async () => page('up'))).page.plain.toString()).toBe('up');
  });

  it('keeps 500 pages and lets the oldest go', async () => {
    const cached = pageCache(() => 0);
    for (let i = 0; i <= 500; i += 1) await cached(`/${i}`, async () => page(String(i)));
    expect((await cached('/500', async () => page('again'))).page.plain.toString()).toBe('500');
    expect((await cached('/0', async () => page('again'))).page.plain.toString()).toBe('again');
  });

  it('answers in what the browser accepts', async () => {
    const kept = await pageCache(() => 0)('/', async () => page('天平'.repeat(100)));
    const [br, gzip, plain] = [kept.as('gzip, br'), kept.as('gzip'), kept.as(undefined)];
    expect([br.encoding, gzip.encoding, plain.encoding]).toEqual(['br', 'gzip', undefined]);
    expect(brotliDecompressSync(br.body)).toEqual(plain.body);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
  });
});
