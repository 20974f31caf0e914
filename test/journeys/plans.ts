import { REVIEW } from './world';

/** Two items for points, one of them counted rather than judged. */
export const ITEMS = [
  { id: 'scheme', name: '施工组织设计', min: '0', max: '30', objective: false },
  { id: 'record', name: '类似业绩', min: '0', max: '10', objective: true },
];
export const SCORING = { drop: [], dropBy: 'item', roundAt: 'total', decimals: 2, rounding: 'half-up' };

/** 综合评估法: base price = mean x K, K drawn at the opening from the list. */
export const BASE_PRICE = {
  method: {
    ...{ method: 'base-price', drop: [], base: { kind: 'mean', factor: { kind: 'drawn', values: ['0.95', '0.96', '0.97', '0.98'] } } },
    ...{ fullMarks: '60', deviationIn: 'percent', above: { marks: '1' }, below: { marks: '0.5' }, floor: '0', decimals: 2, rounding: 'half-up', tieRule: 'earlier-receipt' },
  },
  ...{ review: REVIEW, items: ITEMS, scoring: SCORING },
};

export const LOWEST_FIRST = {
  method: { method: 'lowest-price-first', weightPercent: '60', decimals: 2, rounding: 'half-up', tieRule: 'earlier-receipt' },
  review: REVIEW,
  items: ITEMS,
  scoring: SCORING,
};
