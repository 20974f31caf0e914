import type { Duty } from '../duties';
import { HOLD_EVENTS, PERIOD_EVENTS } from '../intake';
import { lotOwes, OF_SIDE } from '../tender';

const SEALED = `exists (select 1 from bid b where b.tender_id = t.id and b.status = 'sealed')`;

/** The opening: started at its time, concluded when nothing is sealed any more or the window is over. */
export const OPENING_DUTIES: readonly Duty[] = [
  {
    ...{ kind: 'opening.start', article: 'TBL-34', ...OF_SIDE, changesWith: ['tender.', ...HOLD_EVENTS] },
    owed: (among) => `${lotOwes({ act: 'opening.start', due: 't.deadline' })} from tender t where t.status = 'closed' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'opening.conclude', article: 'O20-32', ...OF_SIDE, asks: ['opening.conclude'] },
    changesWith: ['tender.', 'opening.', 'bid.decrypted', 'bid.not-opened', ...HOLD_EVENTS, ...PERIOD_EVENTS],
    owed: (among) =>
      `${lotOwes({ act: 'opening.conclude', due: 'g.window_ends_at', opens: `case when ${SEALED} then g.window_ends_at end` })} from tender t join opening g on g.tender_id = t.id where t.status = 'opening' and ${among('t.project_id')}`,
  },
];
