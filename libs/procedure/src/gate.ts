/** What may be asked before a bid is taken, in the order in which it is told; each is a condition of the module that knows it (`bidding/bid-gate.ts`). */
export const CONDITIONS = ['invited', 'hold', 'deadline', 'stage', 'certificate', 'number', 'copy'] as const;
export type ConditionName = (typeof CONDITIONS)[number];

/** Without which no bid is taken, whatever the procedure (TBL 28, 36; O20 27, 40). */
export const ALWAYS = ['hold', 'deadline', 'stage', 'certificate', 'number'] as const satisfies ConditionName[];
