import { BusinessError } from '@kernel';
import { z } from 'zod';
import { fen } from '../intake';
import { R } from './opening.refusals';

/** The price sheet (开标一览表) inside a sealed bid: JSON, at most 1 MiB. */
export const priceSheet = z.strictObject({
  format: z.literal('tianping/price-sheet/1'),
  totalFen: fen,
  /** Construction time in calendar days, when asked for. */
  durationDays: z.int().min(1).max(36500).optional(),
  quality: z.string().max(200).optional(),
  lines: z
    .array(
      z.strictObject({
        name: z.string().max(200),
        amountFen: z
          .string()
          .max(17)
          .regex(/^\d{1,17}$/),
      }),
    )
    .max(20_000)
    .optional(),
  note: z.string().max(2000).optional(),
  /** Random: the sheet's hash stands in the manifest, and without a salt the price could be found by trying prices. */
  salt: z
    .string()
    .max(32)
    .regex(/^[0-9a-f]{32}$/, '32 hex')
    .optional(),
});
export const MAX_PRICE_SHEET = 2 ** 20;

export function readPriceSheet(bytes: Uint8Array): z.output<typeof priceSheet> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BusinessError([R.priceSheet({ reason: 'JSON' })]);
  }
  const read = priceSheet.safeParse(value);
  if (read.success && !JSON.stringify(value).includes('\\u0000')) return read.data;
  throw new BusinessError([
    R.priceSheet({
      reason:
        read.error?.issues
          .slice(0, 20)
          .map((issue) => issue.path.join('.') || issue.message)
          .join(', ') ?? 'U+0000',
    }),
  ]);
}
