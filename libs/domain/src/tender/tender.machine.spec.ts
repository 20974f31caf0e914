import { BusinessError } from '@kernel';
import { phaseOf, TENDER_STATUSES, tenderMachine, type TenderStatus } from './tender.machine';

/** rulebook 1.2, written down by itself: from -> act -> to. What is not here is refused. */
const LIFE: Record<TenderStatus, Record<string, TenderStatus>> = {
  draft: { publish: 'bidding' },
  bidding: { amend: 'bidding', close: 'closed', fail: 'failed', terminate: 'terminated' },
  closed: { startOpening: 'opening', terminate: 'terminated' },
  opening: { finishOpening: 'opened', fail: 'failed', terminate: 'terminated' },
  opened: { startEvaluation: 'evaluating', fail: 'failed', terminate: 'terminated' },
  evaluating: { signReport: 'reported', fail: 'failed', terminate: 'terminated' },
  reported: { publishCandidates: 'publicity', terminate: 'terminated' },
  publicity: { fixWinner: 'decided', fail: 'failed', terminate: 'terminated' }, // fails only when a candidate fell out and the tenderer invites anew (TBR 55)
  decided: { loseWinner: 'publicity', issueNotice: 'noticed', terminate: 'terminated' },
  noticed: { signContract: 'contracted', loseWinner: 'publicity' }, // the notice binds (TBL 45): no termination by the tenderer; who falls out all the same makes room (TBR 55)
  contracted: {},
  failed: {},
  terminated: {},
};

const outcome = (status: TenderStatus, act: (typeof tenderMachine.acts)[number]): string => {
  try {
    return tenderMachine.next(status, act);
  } catch (error) {
    if (error instanceof BusinessError) return `refused ${error.status}`;
    throw error;
  }
};

test.each(TENDER_STATUSES)('a tender that is %s does exactly what its life allows', (status) => {
  const expected = Object.fromEntries(tenderMachine.acts.map((act) => [act, LIFE[status][act] ?? 'refused 409']));
  expect(Object.fromEntries(tenderMachine.acts.map((act) => [act, outcome(status, act)]))).toEqual(expected);
  expect([...tenderMachine.allowed(status)].sort()).toEqual(Object.keys(LIFE[status]).sort());
});

test('every status but the first is reached, and a tender that ended stays in the phase in which it did', () => {
  expect(new Set(Object.values(LIFE).flatMap((acts) => Object.values(acts)))).toEqual(new Set(TENDER_STATUSES.filter((status) => status !== 'draft')));
  for (const status of TENDER_STATUSES.slice(0, 11)) {
    const phase = phaseOf({ status, endedIn: null });
    expect(phaseOf({ status: 'failed', endedIn: status })).toBe(phase);
    expect(phaseOf({ status: 'terminated', endedIn: status })).toBe(phase);
  }
});
