import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { type Encoding, takes } from './encodings';

/** What a file says of itself to browsers (RFC 9110, 8.3), by how its name ends. */
const TYPES: Record<string, string> = {
  '': 'text/plain; charset=utf-8',
  '.bcmap': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.icc': 'application/vnd.iccprofile',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.pfb': 'application/x-font-type1',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** How the builder packed a file beside it, the shortest first (RFC 9110, 8.4.1). */
const PACKED = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

export interface Asset {
  type: string;
  plain: Buffer;
  packed: Partial<Record<Encoding, Buffer>>;
}

/**
 * The files of the pages below `client`/assets, by address. Their names change with their content, so they are read once: whoever asks for them, a crowd at a deadline or
 * a flood, asks no disk, and leaves it and its few threads to bids.
 */
export function readAssets(client: string): ReadonlyMap<string, Asset> {
  const packed = (name: string) => PACKED.some(([, end]) => name.endsWith(end));
  const folder = join(client, 'assets');
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const there = new Set(names);
  const read = (name: string): Asset => {
    const type = TYPES[extname(name)];
    if (!type) throw new Error(`${name}: assets.ts has to say what such a file is`);
    const asPacked = PACKED.filter(([, end]) => there.has(name + end)).map(([encoding, end]) => [encoding, readFileSync(name + end)]);
    return { type, plain: readFileSync(name), packed: Object.fromEntries(asPacked) as Asset['packed'] };
  };
  return new Map(names.filter((name) => !packed(name)).map((name) => [name.slice(client.length).split(sep).join('/'), read(name)]));
}

/** The file as this browser takes it. */
export function packedFor({ plain, packed }: Asset, accepted?: string): { body: Buffer; encoding?: Encoding } {
  const found = PACKED.find(([encoding]) => packed[encoding] && takes(accepted, encoding));
  return found ? { body: packed[found[0]]!, encoding: found[0] } : { body: plain };
}
