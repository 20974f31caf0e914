import type { Fen } from '@kernel';
import { decimal, fenOf, yuanOf } from './exact';

/** Arithmetic correction of a line of the bill of quantities (O12 19). The bidder must confirm it, else the bid is rejected. */
export interface BillLine {
  /** Decimal text, e.g. `120` or `12.5`. */
  readonly quantity: string;
  readonly unitPriceFen: Fen;
  readonly totalFen: Fen;
}

export interface CorrectedLine extends BillLine {
  readonly rule: 'none' | 'unit-price-prevails' | 'unit-decimal-shifted';
}

const product = (unitPriceFen: Fen, quantity: string): Fen => fenOf(yuanOf(unitPriceFen).times(quantity));

/** Powers of ten by which a decimal point is obviously misplaced. */
const SHIFTS = [1, -1, 2, -2, 3, -3, 4, -4];

/** The unit price that fits the total once its decimal point is moved. */
function shiftedUnit({ quantity, unitPriceFen, totalFen }: BillLine): Fen | undefined {
  for (const shift of SHIFTS) {
    const unit = decimal(unitPriceFen).times(decimal(10).pow(shift));
    if (unit.isInteger() && !unit.isZero() && product(BigInt(unit.toFixed(0)), quantity) === totalFen) return BigInt(unit.toFixed(0));
  }
  return undefined;
}

/** The unit price prevails over the total, unless its decimal point is obviously misplaced: then the total prevails (O12 19; O87 59). */
export function correctLine(line: BillLine): CorrectedLine {
  const total = product(line.unitPriceFen, line.quantity);
  if (total === line.totalFen) return { ...line, rule: 'none' };
  const unit = shiftedUnit(line);
  if (unit !== undefined) return { ...line, unitPriceFen: unit, rule: 'unit-decimal-shifted' };
  return { ...line, totalFen: total, rule: 'unit-price-prevails' };
}

/** Words prevail over figures (O12 19; O87 59). */
export const wordsOverFigures = (amount: { readonly figuresFen: Fen; readonly wordsFen: Fen }): Fen => amount.wordsFen;

/** The correction of the whole bid: the sum of what its lines change. */
export const correctionOf = (lines: readonly BillLine[]): Fen => lines.reduce((total, line) => total + correctLine(line).totalFen - line.totalFen, 0n);
