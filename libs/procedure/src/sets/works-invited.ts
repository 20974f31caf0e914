import { AWARD } from '../parts/award';
import { BIDS, SEALED_GATE } from '../parts/bids';
import { COMMITTEE } from '../parts/committee';
import { END } from '../parts/end';
import { INVITATION, INVITED_SIGHT } from '../parts/invitation';
import { SEALED_BIDS } from '../parts/stages';
import { SUPERVISION } from '../parts/supervision';
import { defineProcedure } from '../procedure';

/** Construction by invitation (rulebook 1.2; TBL 10, 17; TBR 8): known to those whom it invites until its candidates are published. */
export const WORKS_INVITED = defineProcedure({
  id: 'works-invited',
  category: 'construction',
  zh: '工程建设项目邀请招标',
  en: 'construction by invitation',
  article: 'TBL-17',
  initial: 'draft',
  ends: ['contracted', 'failed', 'terminated'],
  stages: SEALED_BIDS,
  acts: { ...INVITATION, ...BIDS, ...COMMITTEE, ...AWARD, ...END, ...SUPERVISION },
  sight: INVITED_SIGHT,
  gate: ['invited', ...SEALED_GATE],
});
