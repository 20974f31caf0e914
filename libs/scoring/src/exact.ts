import type { Fen } from '@kernel';
import { Decimal as Library } from 'decimal.js';

/**
 * Exact decimals for scores. Amounts have at most 17 digits, parameters at most 16, scores at most 6 decimals: a score that does not lie on
 * a rounding limit is then more than 10^-60 away from the next one, so 80 digits round every score as exact fractions would.
 */
export const Decimal = Library.clone({ defaults: true, precision: 80, rounding: Library.ROUND_HALF_UP });
export type Decimal = Library;

/** `"0.98"` or a whole number. Throws on anything that is not a decimal. */
export const decimal = (value: string | number | bigint | Decimal): Decimal => new Decimal(typeof value === 'bigint' ? value.toString() : value);

export const yuanOf = (fen: Fen): Decimal => decimal(fen).div(100);

/** Half-up: a half is rounded away from zero, as in every tender document. */
export const round = (value: Decimal, decimals: number | undefined): Decimal => (decimals === undefined ? value : value.toDecimalPlaces(decimals, Library.ROUND_HALF_UP));

/** Text with exactly so many decimals; never `-0.00`. */
export function text(value: Decimal, decimals: number): string {
  const rounded = round(value, decimals);
  return (rounded.isZero() ? rounded.abs() : rounded).toFixed(decimals);
}

/** Rounded half-up to whole fen. */
export const fenOf = (yuan: Decimal): Fen => BigInt(yuan.times(100).toFixed(0, Library.ROUND_HALF_UP));

export const sum = (values: readonly Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), decimal(0));

export const mean = (values: readonly Decimal[]): Decimal => sum(values).div(values.length);

export const least = (values: readonly Decimal[]): Decimal => values.reduce((a, b) => (b.lt(a) ? b : a));

export const ascending = (a: Decimal, b: Decimal): number => a.comparedTo(b);

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
