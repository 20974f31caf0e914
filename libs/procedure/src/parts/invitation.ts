import { type Acts, ANY } from '../act';
import { SIDE } from '../role';
import { row, SIGHT, type SightTable } from '../sight';
import { NOTICE } from './notice';
import type { SealedBidStage } from './stages';

const { 'tender.publish': _, ...AS_OPEN } = NOTICE;

/** A letter to at least three who can do the work, in place of a notice to everybody (TBL 17; TBR 8). What comes of it is as of a notice. */
export const INVITATION = {
  ...AS_OPEN,
  'tender.invite': {
    ...{ zh: '发出投标邀请书', en: 'send the invitations', in: ['draft'], by: SIDE, to: 'bidding', event: 'tender.published', article: 'TBL-17' },
    ...{ confirm: ['tenderer-approver'], stoppedBy: ANY },
  },
} as const satisfies Acts<SealedBidStage>;

/** Who else is invited nobody learns from it (TBL 22); that there was such a tender everybody does with its candidates (TBR 54). */
export const INVITED_SIGHT = {
  ...SIGHT,
  lotItself: row('V0', 'TBL-17', 'TA', 'TABKHSX', 'TABKHSX', 'TABKHSX', 'TABKMHSX', 'TABKMHSX', '*', '*', '*'),
} as const satisfies SightTable;
