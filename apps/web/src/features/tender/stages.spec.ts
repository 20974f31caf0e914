import { PERIODS } from '@law';
import { countsDown, isClosing, STAND_STILL, stateOf, STATUSES, type Step, STEPS, suspends } from './stages';

const at = (status: string, endedIn?: string) => (step: Step) => stateOf(step, { status, endedIn: endedIn ?? null }, 1000);

test('a tender’s steps go from ahead to now to done, and never back', () => {
  const rank = { next: 0, now: 1, done: 2, held: 3, broken: 3, stopped: 3 };
  for (const step of STEPS) {
    const states = STATUSES.map((status) => rank[at(status)(step)]);
    expect([...states].sort((a, b) => a - b)).toEqual(states);
    expect(states.at(-1)).toBe(rank.done);
  }
});

test('while bids are open, documents and questions end with their own periods', () => {
  const tender = { status: 'bidding', endedIn: null };
  expect(stateOf('documents', tender, 1000, new Date(1001).toISOString())).toBe('now');
  expect(stateOf('documents', tender, 1000, new Date(1000).toISOString())).toBe('done');
  expect(stateOf('bidding', tender, 1000)).toBe('now');
});

test('a tender that failed keeps what was done and stops where it ended', () => {
  const failed = at('failed', 'opening');
  expect(STEPS.map(failed)).toEqual(['done', 'done', 'done', 'done', 'broken', 'stopped', 'stopped', 'stopped', 'stopped']);
});

test('each time stands still under the holds that the law names, in one list with the platform', () => {
  const law = { deadline: 'bid-deadline', questionsUntil: 'questions', documentsUntil: 'documents', windowEndsAt: 'decryption' } as const;
  for (const [name, period] of Object.entries(law)) expect(STAND_STILL[name as keyof typeof STAND_STILL]).toEqual(PERIODS[period].stopsWith);
});

test('an order suspends every step but the publication of candidates; an objection to the documents only the deadline', () => {
  const under = (kind: string) => STEPS.filter((step) => suspends(step, [{ kind }]));
  expect(under('HS')).toEqual(STEPS.filter((step) => step !== 'publicity'));
  expect(under('HD')).not.toContain('questions');
  expect(under('HD')).toContain('bidding');
  expect(STEPS.filter((step) => suspends(step, []))).toEqual([]);
});

// negative control: a tender that was terminated before its deadline counted down to it
test('nothing counts down to the deadline of a tender that ended, closed or stands still', () => {
  expect(STATUSES.filter((status) => isClosing({ status, held: false }))).toEqual(['draft', 'bidding']);
  for (const status of ['failed', 'terminated']) expect(countsDown('deadline', { status, holds: [] })).toBe(false);
  expect(countsDown('deadline', { status: 'bidding', holds: [] })).toBe(true);
  expect(['questionsUntil', 'deadline'].map((name) => countsDown(name as 'deadline', { status: 'bidding', holds: [{ kind: 'HD' }] }))).toEqual([true, false]);
  expect(isClosing({ status: 'bidding', held: true })).toBe(false);
});
