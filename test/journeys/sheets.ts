import { inflateRawSync } from 'node:zlib';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** The files of a zip, as text, by their names: what a workbook says, without the moment at which it was packed. */
export function unzip(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('not a zip');
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0 && zip.readUInt32LE(at) === CENTRAL; left -= 1) {
    const [method, size, name, extra, comment, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + size);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), (method === 0 ? packed : inflateRawSync(packed)).toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return files;
}

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&#39;', "'").replaceAll('&amp;', '&');

export interface SheetCell {
  /** `t` of the cell: s for shared text, n or nothing for a number. */
  type: string;
  text: string;
}

/** Each sheet as rows of cells; an empty cell is left out. Throws where a formula stands. */
export function sheetsOf(workbook: Buffer): SheetCell[][][] {
  const files = unzip(workbook);
  const shared = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) => unescaped(item!.replace(/<[^>]+>/g, '')));
  const sheets = [...files.keys()].filter((name) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name)).sort();
  return sheets.map((name) => {
    const xml = files.get(name)!;
    if (/<f[ >]/.test(xml)) throw new Error(`${name} has a formula`);
    return [...xml.matchAll(/<row[^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
      [...row!.matchAll(/<c ([^>]*?)>(.*?)<\/c>/gs)].map(([, attributes, inner]) => {
        const type = /\bt="(\w+)"/.exec(attributes!)?.[1] ?? 'n';
        const value = unescaped(inner!.replace(/<[^>]+>/g, ''));
        return { type, text: type === 's' ? shared[Number(value)]! : value };
      }),
    );
  });
}

/** A file as it comes. */
export async function download(url: string, token?: string, language = 'zh'): Promise<{ status: number; type: string; bytes: Buffer }> {
  const answer = await fetch(url, { headers: { 'accept-language': language, ...(token ? { authorization: `Bearer ${token}` } : {}) } });
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
}
