import type { Fen } from '@kernel';
import { z } from 'zod';
import { basePrice, type Drawn, scoreBasePrice } from './base-price';
import { decision, handOver } from './decision';
import { lowestPrice, scoreLowestPrice } from './lowest-price';
import { lowestPriceFirst, scoreLowestPriceFirst } from './lowest-price-first';
import type { PricedBid, PriceResult } from './priced-bid';

export * from './abnormally-low';
export * from './base-price';
export * from './corrections';
export * from './decision';
export * from './expert-scores';
export * from './lowest-price';
export * from './lowest-price-first';
export { coefficient, type Coefficient, decimalText, type DropTable, type TieRule, tieRule } from './parameters';
export * from './priced-bid';
export * from './ranking';
export * from './ties';

/** The parameter record of an evaluation method, as the tender documents publish it. Unknown fields are refused. */
export const evaluationMethod = z.discriminatedUnion('method', [lowestPrice, basePrice, lowestPriceFirst, decision]);
export type EvaluationMethod = z.infer<typeof evaluationMethod>;
export type MethodName = EvaluationMethod['method'];

export interface PriceInput {
  /** The bids that are still valid, in any order: the result does not depend on it. */
  readonly bids: readonly PricedBid[];
  readonly ceilingFen?: Fen;
  readonly drawn?: Drawn;
}

/** Scores or ranks prices by the method. Pure: the same record and prices give the same digits everywhere. */
export function scorePrices(method: EvaluationMethod, input: PriceInput): PriceResult {
  switch (method.method) {
    case 'lowest-price':
      return scoreLowestPrice(method, input.bids);
    case 'base-price':
      return scoreBasePrice(method, input);
    case 'lowest-price-first':
      return scoreLowestPriceFirst(method, input.bids);
    case 'decision':
      return handOver(method, input.bids);
  }
}
