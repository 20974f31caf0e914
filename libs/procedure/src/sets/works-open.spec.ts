import { BusinessError } from '@kernel';
import { type ActCode, ACTS, allowedActs, move, phaseOf, type StageCode, STAGES } from '@procedure';
import { WORKS_OPEN } from './works-open';

const FALLS = { 'candidate.exclude': 'publicity', 'candidate.give-up': 'publicity' } as const;

/** rulebook 1.2, written down by itself: from -> act -> to. What is not here moves no lot. */
const LIFE: Record<keyof typeof WORKS_OPEN.stages, Partial<Record<ActCode, StageCode>>> = {
  draft: { 'tender.publish': 'bidding' },
  bidding: { 'tender.amend': 'bidding', 'bidding.close': 'closed', 'tender.fail': 'failed', 'tender.terminate': 'terminated' },
  closed: { 'opening.start': 'opening', 'tender.terminate': 'terminated' },
  opening: { 'opening.conclude': 'opened', 'tender.fail': 'failed', 'tender.terminate': 'terminated' },
  opened: { 'committee.name-representative': 'evaluating', 'tender.fail': 'failed', 'tender.terminate': 'terminated' },
  evaluating: { 'committee.name-representative': 'evaluating', 'report.complete': 'reported', 'tender.fail': 'failed', 'tender.terminate': 'terminated' },
  reported: { 'candidates.publish': 'publicity', 'tender.terminate': 'terminated' },
  publicity: { 'award.fix-winner': 'decided', 'award.retender': 'failed', 'tender.terminate': 'terminated', ...FALLS }, // fails only when a candidate fell out and the tenderer invites anew (TBR 55)
  decided: { 'award.issue-notice': 'noticed', 'tender.terminate': 'terminated', ...FALLS },
  noticed: { 'contract.sign': 'contracted', ...FALLS }, // the notice binds (TBL 45): no termination by the tenderer; who falls out all the same makes room (TBR 55)
  contracted: {},
  failed: {},
  terminated: {},
};

const MOVES = ACTS.filter((code) => (WORKS_OPEN.acts as Record<string, { to?: string }>)[code]?.to);

const outcome = (status: StageCode, act: ActCode): string => {
  try {
    return move({ procedure: 'works-open', status }, act).to;
  } catch (error) {
    if (error instanceof BusinessError) return `refused ${error.status}`;
    throw error;
  }
};

test.each(Object.keys(LIFE) as (keyof typeof LIFE)[])('a lot that is %s moves exactly as its life allows', (status) => {
  const expected = Object.fromEntries(MOVES.map((act) => [act, LIFE[status][act] ?? 'refused 409']));
  expect(Object.fromEntries(MOVES.map((act) => [act, outcome(status, act)]))).toEqual(expected);
});

test('its life has all of its stages, and a lot that ended stays in the phase in which it did', () => {
  expect(Object.keys(LIFE).sort()).toEqual(Object.keys(WORKS_OPEN.stages).sort());
  for (const status of STAGES.filter((stage) => stage !== 'failed' && stage !== 'terminated')) {
    const phase = phaseOf({ status, endedIn: null });
    expect(phaseOf({ status: 'failed', endedIn: status })).toBe(phase);
    expect(phaseOf({ status: 'terminated', endedIn: status })).toBe(phase);
  }
});

// negative control: while a stage was looked up and used unseen, one row that no version knows ended lists and pages for everybody
test('of a stage or a procedure that nobody knows nothing is shown, offered or done', () => {
  const dreaming = { procedure: 'works-open', status: 'dreaming' as StageCode, endedIn: null };
  expect(phaseOf(dreaming)).toBe('before-notice');
  expect(phaseOf({ status: 'failed', endedIn: 'dreaming' })).toBe('before-notice');
  const letters = new Set(['T', '*'] as const);
  expect(allowedActs(dreaming, ['tenderer-officer'], letters)).toEqual([]);
  expect(allowedActs({ procedure: 'nobody-knows', status: 'bidding' }, ['tenderer-officer'], letters)).toEqual([]);
  expect(outcome(dreaming.status, 'tender.terminate')).toBe('refused 409');
  expect(() => move({ procedure: 'nobody-knows', status: 'bidding' }, 'tender.terminate')).toThrow(BusinessError);
});
