import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, fromHex, same, toHex, utf8 } from './bytes';
import { parseJson } from './canonical-json';
import type { Verdict } from './checks';
import { expertsHold } from './draw-experts';
import { ensure, fail, unknown } from './fault';
import { ANY_TEXT, HEX32, integer, list, object, type Of, only, table, text } from './shape';

const MAX_RECORD = 16 * 1024 * 1024;
const COMMON = {
  format: only('draw/v1'),
  drawId: text(/^[^\n]{1,200}$/),
  commitments: table(HEX32, 50),
  reveals: table(HEX32, 50),
  beacon: text(/^(|drand:[0-9a-f]+:\d+:[0-9a-f]+|nist:\d+:\d+:[0-9a-fA-F]+)$/),
  listHash: HEX32,
  rulesHash: HEX32,
  seed: HEX32,
};
const STEP = list(ANY_TEXT, 2, 2);
const EXPERTS = object({ ...COMMON, lines: ANY_TEXT, rules: ANY_TEXT, declined: list(ANY_TEXT, 0, 200), steps: list(STEP, 0, 1_000_000), picked: list(ANY_TEXT, 0, 1000) });
const VALUE = object({ ...COMMON, name: text(/^[^\n]{1,200}$/), values: list(text(/^[^\n]*$/), 1, 10_000), index: integer(0, 9999), value: ANY_TEXT });
export type DrawRecord = Of<typeof EXPERTS> | Of<typeof VALUE>;

export function parseDraw(source: string | Uint8Array): DrawRecord {
  const value = parseJson(source, MAX_RECORD);
  return typeof value === 'object' && value !== null && 'values' in value ? VALUE(value, '') : EXPERTS(value, '');
}

const hashText = (content: string): string => toHex(sha256(utf8(content)));

function byBytes(a: string, b: string): number {
  const [x, y] = [utf8(a), utf8(b)];
  const i = x.findIndex((byte, n) => byte !== y[n]);
  return i < 0 ? x.length - y.length : (x[i] ?? 0) - (y[i] ?? -1);
}

function assertReveals({ drawId, commitments, reveals }: DrawRecord): void {
  const parties = [...commitments.keys()];
  ensure(parties.length > 0 && parties.length === reveals.size && parties.every((party) => /^[a-z0-9][a-z0-9-]*$/.test(party)), '承诺方与揭示方不同', 'those who committed are not those who revealed');
  for (const [party, commitment] of commitments) {
    const secret = reveals.get(party) ?? fail(`“${party}”没有揭示`, `"${party}" did not reveal`);
    const found = toHex(sha256(concat(utf8(`draw/v1/commit\n${drawId}\n${party}\n`), fromHex(secret))));
    ensure(found === commitment, `“${party}”揭示的不是其承诺的数`, `"${party}" revealed another number than the one committed to`);
  }
}

function seedOf({ drawId, listHash, rulesHash, reveals, beacon }: DrawRecord): string {
  const parties = [...reveals.keys()].sort(byBytes).map((party) => `${party}:${reveals.get(party)}\n`);
  return hashText(`draw/v1/seed\n${drawId}\n${listHash}\n${rulesHash}\n${parties.join('')}beacon:${beacon}\n`);
}

/** Numbers drawn from the seed, without the bias of a remainder. */
export function permutationOf(seedHex: string, size: number): number[] {
  const seed = fromHex(seedHex);
  let counter = 0n;
  const next = (): bigint => {
    const message = new DataView(new ArrayBuffer(8));
    message.setBigUint64(0, counter++);
    return new DataView(hmac(sha256, seed, new Uint8Array(message.buffer)).slice(0, 8).buffer).getBigUint64(0);
  };
  const places = Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < size; i += 1) {
    const m = BigInt(size - i);
    const limit = 2n ** 64n - (2n ** 64n % m);
    let u = next();
    while (u >= limit) u = next();
    const j = i + Number(u % m);
    [places[i], places[j]] = [places[j]!, places[i]!];
  }
  return places;
}

function valueHolds(record: Of<typeof VALUE>): void {
  const [first] = permutationOf(record.seed, record.values.length);
  ensure(record.index === first && record.value === record.values[first!], `重算的结果是“${record.values[first!]}”`, `drawn again, the result is "${record.values[first!]}"`);
}

/** Everything in a record that anybody can compute again. */
export function checkDraw(verdict: Verdict, source: string | Uint8Array): void {
  const record = verdict.check('draw.form', '抽取记录：形式符合规定', 'Draw: the record is of the described form', () => parseDraw(source));
  if (!record) return;
  const about = `${record.drawId.slice(0, 60)}`;
  verdict.check('draw.frozen', `抽取 ${about}：名单和规则的摘要一致`, `Draw ${about}: list and rules have their hashes`, () => {
    const [lines, rules] = 'values' in record ? [record.values.map((value) => `${value}\n`).join(''), record.name] : [record.lines, record.rules];
    ensure(hashText(lines) === record.listHash, '名单的摘要不同', 'the hash of the list differs');
    ensure(hashText(rules) === record.rulesHash, '规则的摘要不同', 'the hash of the rules differs');
  });
  verdict.check('draw.reveals', '各方揭示的数就是其承诺的数', 'What each party revealed is what it committed to', () => assertReveals(record));
  verdict.check('draw.seed', '种子由各方的数算出', 'The seed follows from the numbers of the parties', () =>
    ensure(same(fromHex(seedOf(record)), fromHex(record.seed)), '算出的种子不同', 'the computed seed differs'),
  );
  verdict.check('draw.result', '重新抽取得到同样的结果', 'Drawing again gives the same result', () => ('values' in record ? valueHolds(record) : expertsHold(record, permutationOf)));
  if (record.beacon)
    verdict.check('draw.beacon', '信标的数是当时公布的数', 'The beacon is the one that was published', () => unknown('请与信标的公布处核对', 'compare it with where the beacon is published'));
}
