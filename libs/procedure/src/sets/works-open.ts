import { AWARD } from '../parts/award';
import { BIDS, SEALED_GATE } from '../parts/bids';
import { COMMITTEE } from '../parts/committee';
import { END } from '../parts/end';
import { NOTICE } from '../parts/notice';
import { SEALED_BIDS } from '../parts/stages';
import { SUPERVISION } from '../parts/supervision';
import { defineProcedure } from '../procedure';
import { SIGHT } from '../sight';

/** Construction by open tender (rulebook 1.2; TBL 10, 16). */
export const WORKS_OPEN = defineProcedure({
  id: 'works-open',
  category: 'construction',
  zh: '工程建设项目公开招标',
  en: 'construction by open tender',
  article: 'TBL-10',
  initial: 'draft',
  ends: ['contracted', 'failed', 'terminated'],
  stages: SEALED_BIDS,
  acts: { ...NOTICE, ...BIDS, ...COMMITTEE, ...AWARD, ...END, ...SUPERVISION },
  sight: SIGHT,
  gate: SEALED_GATE,
});
