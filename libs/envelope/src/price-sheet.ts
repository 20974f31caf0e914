import { type Refusal, refuse, refuseAny, visibleLines, visibly } from '@kernel';
import { utf8 } from './bytes';
import { R } from './envelope.refusals';

/**
 * The price sheet (开标一览表) inside a sealed bid. One rule for all: who seals reads it back before he does, the opening reads it again, and so nothing is sealed
 * that cannot be read (docs/formats/bid-manifest.md).
 */
export const PRICE_SHEET_FORMAT = 'tianping/price-sheet/1';
export const MAX_PRICE_SHEET = 2 ** 20;
const MAX_LINES = 20_000;

export interface PriceLine {
  readonly name: string;
  /** Fen, decimal digits. */
  readonly amountFen: string;
}

export interface PriceSheet {
  readonly format: typeof PRICE_SHEET_FORMAT;
  /** Fen, 1 to 16 digits, above zero. */
  readonly totalFen: string;
  /** Calendar days, 1..36500. */
  readonly durationDays?: number;
  readonly quality?: string;
  readonly lines?: readonly PriceLine[];
  readonly note?: string;
  /** 16 random bytes, hex: the sheet's hash stands in the manifest, and without a salt the price could be found by trying prices. */
  readonly salt?: string;
}

const TOTAL = /^[1-9]\d{0,15}$/;
const text = (most: number) => (value: unknown) => typeof value === 'string' && value.length <= most;
const MEMBERS: Readonly<Record<keyof PriceSheet, (value: unknown) => boolean>> = {
  format: (value) => value === PRICE_SHEET_FORMAT,
  totalFen: (value) => typeof value === 'string' && TOTAL.test(value),
  durationDays: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 36_500,
  quality: text(200),
  lines: (value) => Array.isArray(value) && value.length <= MAX_LINES && value.every(isLine),
  note: text(2000),
  salt: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
};
const REQUIRED: ReadonlySet<string> = new Set(['format', 'totalFen']);

function isLine(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { name, amountFen, ...more } = value as Record<string, unknown>;
  return text(200)(name) && typeof amountFen === 'string' && /^\d{1,17}$/.test(amountFen) && Object.keys(more).length === 0;
}

/** Throws `envelope.price-total` for an amount that is none, `envelope.price-sheet` for anything else, with the member's name. */
export function readPriceSheet(bytes: Uint8Array): PriceSheet {
  const [json, value] = parse(bytes);
  const problems = Object.entries(MEMBERS).map(([name, holds]) => problemOf(value, name, holds));
  const surplus = Object.keys(value).find((name) => !Object.hasOwn(MEMBERS, name));
  refuseAny([...problems, surplus !== undefined && R.priceSheet({ reason: visibly(surplus.slice(0, 64)) })]);
  refuseAny(Object.keys(MEMBERS).map((name) => timesNamed(json, name) > 1 && R.priceSheet({ reason: `2 × ${name}` }, `/${name}`)));
  const lines = (value['lines'] as readonly PriceLine[] | undefined)?.length ?? 0;
  refuseAny(['name', 'amountFen'].map((name) => timesNamed(json, name) > lines && R.priceSheet({ reason: `2 × ${name}` }, '/lines')));
  return shown(value as unknown as PriceSheet);
}

function problemOf(value: Readonly<Record<string, unknown>>, name: string, holds: (value: unknown) => boolean): Refusal | false {
  const given = Object.hasOwn(value, name) ? value[name] : undefined;
  if (given === undefined ? !REQUIRED.has(name) : holds(given)) return false;
  return name === 'totalFen' ? R.priceTotal({ found: (typeof given === 'string' ? given : (JSON.stringify(given) ?? '')).slice(0, 40) }, '/totalFen') : R.priceSheet({ reason: name }, `/${name}`);
}

function parse(bytes: Uint8Array): [string, Readonly<Record<string, unknown>>] {
  if (bytes.length > MAX_PRICE_SHEET) refuse(R.priceSheet({ reason: `> ${MAX_PRICE_SHEET} B` }));
  try {
    const json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return [json, value as Readonly<Record<string, unknown>>];
  } catch {
    // said below
  }
  return refuse(R.priceSheet({ reason: 'JSON' }));
}

/** Texts stand as they were sealed, but for what nobody sees and a database may not take: that is written out, and ends no bid. */
const shown = ({ quality, lines, note, ...sheet }: PriceSheet): PriceSheet => ({
  ...sheet,
  ...(quality === undefined ? {} : { quality: visibly(quality) }),
  ...(lines === undefined ? {} : { lines: lines.map(({ name, amountFen }) => ({ name: visibly(name), amountFen })) }),
  ...(note === undefined ? {} : { note: visibleLines(note) }),
});

/** How often a member is named so, however it is spelled: the last one would count, and whoever reads the file otherwise would read another price. `json` has been parsed. */
function timesNamed(json: string, name: string): number {
  let times = 0;
  for (let from = json.indexOf('"'); from >= 0; ) {
    let to = from + 1;
    while (json[to] !== '"') to += json[to] === '\\' ? 2 : 1;
    let after = to + 1;
    while (' \t\r\n'.includes(json[after] ?? '.')) after += 1;
    if (json[after] === ':' && JSON.parse(json.slice(from, to + 1)) === name) times += 1;
    from = json.indexOf('"', after);
  }
  return times;
}

/** JSON, written and read back: what the opening would refuse is refused on the bidder's own desk. `salt`: 32 hex digits, random. */
export function writePriceSheet(sheet: Omit<PriceSheet, 'format'> & { readonly salt: string }): string {
  const json = JSON.stringify({ format: PRICE_SHEET_FORMAT, ...sheet });
  readPriceSheet(utf8(json));
  return json;
}
