import { z } from 'zod';

/** Parts that several methods' parameter records share. Numbers are decimal strings, so that a record's JSON is exact. */

export const decimalText = z
  .string()
  .max(17)
  .regex(/^(0|[1-9]\d{0,7})(\.\d{1,8})?$/, 'a decimal such as "0.98"');
export const percentText = decimalText.refine((text) => Number(text) <= 100, 'at most 100');
export const decimals = z.int().min(0).max(6);
export const rounding = z.literal('half-up');

/**
 * What decides between equals: the receipt with the lower number; the higher technical score, then undecided; or nobody here
 * (both keep the rank and the documents say what follows). A field of the record, never a habit of the code (rulebook 3.9).
 */
export const tieRule = z.enum(['earlier-receipt', 'higher-technical-score', 'undecided']);
export type TieRule = z.infer<typeof tieRule>;

/** A row holds from so many values on: "from 6, one high", "from 7, one high and one low". */
export const dropRow = z.strictObject({ from: z.int().min(2), high: z.int().min(0).max(9), low: z.int().min(0).max(9) }).refine(({ from, high, low }) => high + low < from, 'something must be left');

/** Rows in rising order; below the first row nothing is dropped. */
export const dropTable = z
  .array(dropRow)
  .max(20)
  .refine((rows) => rows.every((row, i) => i === 0 || row.from > rows[i - 1]!.from), 'rows must rise')
  .readonly();

export type DropTable = z.infer<typeof dropTable>;

const NONE = { high: 0, low: 0 };

/** How many of `n` are dropped at each end. */
export const dropped = (rows: DropTable, n: number): { high: number; low: number } => rows.findLast((row) => row.from <= n) ?? NONE;

/** A number fixed in the document, or drawn at the opening from the document's own list. */
export const coefficient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), value: decimalText }),
  z.strictObject({
    kind: z.literal('drawn'),
    values: z
      .array(decimalText)
      .min(2)
      .max(100)
      .refine((values) => new Set(values).size === values.length, 'values must differ')
      .readonly(),
  }),
]);

export type Coefficient = z.infer<typeof coefficient>;
