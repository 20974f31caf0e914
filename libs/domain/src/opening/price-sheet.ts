import { BusinessError, visibleLines, visibly } from '@kernel';
import { z } from 'zod';
import { fen } from '../intake';
import { R } from './opening.refusals';

/** Texts stand as they were sealed, but for what nobody sees and a database may not take: that is written out, and ends no bid. */
const lineOf = (most: number) => z.string().max(most).transform(visibly);

/** The price sheet (开标一览表) inside a sealed bid: JSON, at most 1 MiB. */
export const priceSheet = z.strictObject({
  format: z.literal('tianping/price-sheet/1'),
  totalFen: fen,
  /** Construction time in calendar days, when asked for. */
  durationDays: z.int().min(1).max(36500).optional(),
  quality: lineOf(200).optional(),
  lines: z
    .array(
      z.strictObject({
        name: lineOf(200),
        amountFen: z
          .string()
          .max(17)
          .regex(/^\d{1,17}$/),
      }),
    )
    .max(20_000)
    .optional(),
  note: z.string().max(2000).transform(visibleLines).optional(),
  /** Random: the sheet's hash stands in the manifest, and without a salt the price could be found by trying prices. */
  salt: z
    .string()
    .max(32)
    .regex(/^[0-9a-f]{32}$/, '32 hex')
    .optional(),
});
export const MAX_PRICE_SHEET = 2 ** 20;
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

export function readPriceSheet(bytes: Uint8Array): z.output<typeof priceSheet> {
  let [text, value]: [string, unknown] = ['', undefined];
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new BusinessError([R.priceSheet({ reason: 'JSON' })]);
  }
  const read = priceSheet.safeParse(value);
  if (timesNamed(text, 'totalFen') > 1) throw new BusinessError([R.priceSheet({ reason: '2 × totalFen' })]);
  if (read.success) return read.data;
  throw new BusinessError([
    R.priceSheet({
      reason:
        read.error?.issues
          .slice(0, 20)
          .map((issue) => issue.path.join('.') || issue.message)
          .join(', ')
          .slice(0, 200) ?? '',
    }),
  ]);
}
