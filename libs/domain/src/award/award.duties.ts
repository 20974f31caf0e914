import type { Duty } from '../duties';
import { HOLD_EVENTS, limitSql, PERIOD_EVENTS, suspendedSince } from '../intake';
import { lotOwes, OF_SIDE } from '../tender';

const limit = (from: string, code: Parameters<typeof limitSql>[2]) => limitSql('t.project_id', from, code);
const MOVES = ['tender.', ...HOLD_EVENTS, ...PERIOD_EVENTS] as const;

/** From the report to the contract. */
export const AWARD_DUTIES: readonly Duty[] = [
  {
    ...{ kind: 'candidates.publish', article: 'TBR-54', ...OF_SIDE, asks: ['candidates.publish'], rolls: true, changesWith: MOVES },
    owed: (among) =>
      `${lotOwes({ act: 'candidates.publish', due: `${limit('e.signed_at', 'publicityStartDays')} + ${suspendedSince('t', 'e.signed_at')}` })} from tender t join evaluation e on e.tender_id = t.id where t.status = 'reported' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'award.fix-winner', article: 'TBL-45', ...OF_SIDE, asks: ['award.fix-winner'], changesWith: MOVES },
    owed: (among) => `${lotOwes({ act: 'award.fix-winner', opens: 'a.publicity_until' })} from tender t join award a on a.tender_id = t.id where t.status = 'publicity' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'award.issue-notice', article: 'TBL-45', ...OF_SIDE, asks: ['award.issue-notice'], changesWith: MOVES },
    owed: (among) => `${lotOwes({ act: 'award.issue-notice' })} from tender t where t.status = 'decided' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'contract.sign', article: 'TBL-46', ...OF_SIDE, asks: ['contract.sign'], changesWith: MOVES },
    owed: (among) =>
      `${lotOwes({ act: 'contract.sign', due: `coalesce(a.contract_until, ${limit('a.noticed_at', 'contractDays')})` })} from tender t join award a on a.tender_id = t.id where t.status = 'noticed' and ${among('t.project_id')}`,
  },
  {
    ...{ kind: 'objection.answer', article: 'TBR-54', ...OF_SIDE, asks: ['objection.answer'], rolls: true, tells: ['objector', 'publicity'], changesWith: ['objection.'] },
    owed: (among) =>
      `${lotOwes({ object: 'j.id', due: limit('j.raised_at', 'objectionResultAnswerDays') })} from tender t join objection j on j.tender_id = t.id where j.answered_at is null and ${among('t.project_id')}`,
  },
];
