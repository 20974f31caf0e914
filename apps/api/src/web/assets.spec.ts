import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packedFor, readAssets } from './assets';

let client: string;
beforeEach(() => {
  client = mkdtempSync(join(tmpdir(), 'assets-'));
  mkdirSync(join(client, 'assets/deep'), { recursive: true });
  for (const name of ['app.js', 'app.js.gz', 'app.js.br', 'deep/LICENSE', 'deep/mark.svg', 'deep/mark.svg.gz']) writeFileSync(join(client, 'assets', name), name);
});
afterEach(() => rmSync(client, { recursive: true }));

test('each file stands at its address, says what it is, and comes as the browser takes it', () => {
  const assets = readAssets(client);
  expect([...assets].map(([address, { type }]) => [address, type]).sort()).toEqual([
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/assets/deep/LICENSE', 'text/plain; charset=utf-8'],
    ['/assets/deep/mark.svg', 'image/svg+xml'],
  ]);
  const sent = (address: string, accepted?: string) => {
    const { body, encoding } = packedFor(assets.get(address)!, accepted);
    return [body.toString(), encoding];
  };
  expect(sent('/assets/app.js', 'gzip, deflate, br, zstd')).toEqual(['app.js.br', 'br']);
  expect(sent('/assets/app.js', 'gzip, deflate')).toEqual(['app.js.gz', 'gzip']);
  expect(sent('/assets/app.js')).toEqual(['app.js', undefined]);
  expect(sent('/assets/app.js', 'BR;q=0.0, gzip ; q=0.5')).toEqual(['app.js.gz', 'gzip']); // negative control: what was refused by its weight was sent
  expect(sent('/assets/app.js', 'br;q=0, x-gzip')).toEqual(['app.js', undefined]);
  expect(sent('/assets/deep/mark.svg', 'br, gzip')).toEqual(['deep/mark.svg.gz', 'gzip']);
  expect(sent('/assets/deep/LICENSE', 'br')).toEqual(['deep/LICENSE', undefined]);
});

test('a file of a kind that nobody has named is not sent as anything', () => {
  writeFileSync(join(client, 'assets/odd.xyz'), '');
  expect(() => readAssets(client)).toThrow('odd.xyz');
});

// the disk is asked once: what happens to it afterwards changes no answer
test('what was read stays', () => {
  const assets = readAssets(client);
  rmSync(join(client, 'assets'), { recursive: true });
  expect(packedFor(assets.get('/assets/app.js')!).body.toString()).toBe('app.js');
});
