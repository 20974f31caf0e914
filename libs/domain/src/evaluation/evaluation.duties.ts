import type { RoleCode } from '@procedure';
import type { Duty } from '../duties';
import { SESSION_END } from '../experts';
import { HOLD_EVENTS } from '../intake';
import { lotOwes, OF_SIDE } from '../tender';

/** A seat whose holder fell out and which nobody has taken. */
const freeSeat = (kind: 'expert' | 'representative') =>
  `exists (select 1 from evaluation e join evaluation_member m on m.evaluation_id = e.id where e.tender_id = t.id and m.kind = '${kind}' group by m.seat having bool_and(m.replaced_at is not null))`;

/** The room is the tenderer's to open, and its seat his to fill, whoever is his agency. */
const OF_TENDERER = { ...OF_SIDE, also: ['tenderer-officer', 'tenderer-approver'] as readonly RoleCode[] };
const SEATS = ['tender.', 'draw.', 'member.', ...HOLD_EVENTS] as const;

/** Duties that change when a seat is taken. */
export const SEAT_DUTIES = ['draw.request-further', 'evaluation.name-representative'] as const;

export const EVALUATION_DUTIES: readonly Duty[] = [
  {
    ...{ kind: 'draw.missed', article: 'TBL-37', ...OF_SIDE, asks: ['draw.abandon'], changesWith: ['tender.', 'draw.', ...HOLD_EVENTS] },
    owed: (among) =>
      `${lotOwes({ act: 'draw.request', object: 'd.id', opens: SESSION_END })} from tender t join draw d on d.tender_id = t.id and d.status = 'confirmed' where t.status = 'opened' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'evaluation.open-room', article: 'TBL-37', ...OF_TENDERER, changesWith: ['tender.', 'draw.', 'call.', ...HOLD_EVENTS] },
    owed: (among) =>
      `${lotOwes({ act: 'committee.name-representative', due: 'd.session_starts_at', closes: SESSION_END })} from tender t join draw d on d.tender_id = t.id and d.status = 'confirmed' where t.status = 'opened' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: SEAT_DUTIES[0], article: 'TBR-48', ...OF_SIDE, asks: ['draw.approve'], changesWith: SEATS },
    owed: (among) =>
      `${lotOwes({ act: 'draw.request' })} from tender t where t.status = 'evaluating' and ${freeSeat('expert')} and not exists (select 1 from draw d where d.tender_id = t.id and d.status not in ('abandoned', 'exhausted')) and ${among('t.project_id')}`,
  },
  {
    ...{ kind: SEAT_DUTIES[1], article: 'TBR-48', ...OF_TENDERER, changesWith: SEATS },
    owed: (among) => `${lotOwes({ act: 'committee.name-representative' })} from tender t where t.status = 'evaluating' and ${freeSeat('representative')} and ${among('t.project_id')}`,
  },
];
