import type { ActCode, RoleCode } from '@procedure';
import { SIDE } from '@procedure';
import { type Duty, owes, sideOf } from '../duties';
import { HOLD_EVENTS, stopped } from '../intake';

/** What the side of a lot owes: its approver, where it has no agency; its officers, also beside one. */
export const OF_SIDE = { by: SIDE, also: ['tenderer-officer'] as readonly RoleCode[] };

interface OfLot {
  /** The act that is owed, for the holds that stop it; none stops it where it is left out. */
  act?: ActCode;
  object?: string;
  due?: string;
  opens?: string;
  closes?: string;
}

/** The columns of what the side of a lot `t` owes. */
export const lotOwes = ({ act, object = 't.id', ...when }: OfLot): string =>
  owes({ project: 't.project_id', tender: 't.id', object, ...sideOf('t'), ...when, ...(act ? { stopped: stopped('t', act) } : {}) });

/** Of lots. */
export const TENDER_DUTIES: readonly Duty[] = [
  {
    ...{ kind: 'tender.draft', article: null, ...OF_SIDE, asks: ['tender.publish', 'tender.invite'], changesWith: ['tender.'] },
    owed: (among) => `${lotOwes({})} from tender t where t.status = 'draft' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'tender.question-open', article: 'TBR-21', ...OF_SIDE, tells: ['openQuestion', 'bidding'], changesWith: ['tender.', ...HOLD_EVENTS] },
    owed: (among) =>
      `${lotOwes({ act: 'tender.answer', object: 'q.id', due: 't.deadline' })} from tender t join tender_question q on q.tender_id = t.id where t.status = 'bidding' and q.answer is null and ${among('t.project_id')}`,
  },
];
