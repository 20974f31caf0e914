import { allowedActs, invites, type Letter, PHASES, seesIn, sees, SIGHT } from '@procedure';
import { WORKS_INVITED } from './works-invited';
import { WORKS_OPEN } from './works-open';

const { 'tender.publish': publish, ...rest } = WORKS_OPEN.acts;
const { 'tender.invite': invite, ...own } = WORKS_INVITED.acts;

test('it differs from an open tender in the letter that goes out, in who may know of it and in who may bid', () => {
  expect(own).toEqual(rest);
  expect(invite).toMatchObject({ in: publish.in, to: publish.to, event: publish.event, confirm: publish.confirm, stoppedBy: publish.stoppedBy, article: 'TBL-17' });
  expect(WORKS_INVITED.stages).toEqual(WORKS_OPEN.stages);
  expect(WORKS_INVITED.gate.filter((name) => !(WORKS_OPEN.gate as readonly string[]).includes(name))).toEqual(['invited']);
  const { lotItself: _, ...sight } = WORKS_INVITED.sight;
  const { lotItself: __, ...openly } = SIGHT;
  expect(sight).toEqual(openly);
  expect([invites({ procedure: 'works-invited' }), invites({ procedure: 'works-open' })]).toEqual([true, false]);
});

/** From when on a letter finds it; `*` is everybody. */
const SINCE: Record<Letter, string> = { '*': 'publicity', T: 'before-notice', A: 'before-notice', B: 'bidding', K: 'bidding', H: 'bidding', S: 'bidding', X: 'bidding', M: 'evaluation' };

test.each(Object.entries(SINCE) as [Letter, string][])('%s finds the lot from %s on', (letter, since) => {
  const found = PHASES.filter((phase) => seesIn(WORKS_INVITED.sight, 'lotItself', phase, new Set([letter])));
  expect(found).toEqual(PHASES.slice(PHASES.indexOf(since as (typeof PHASES)[number])));
});

// negative control: by the table of open tenders everybody finds it as soon as it is out
test('a lot that failed while bids were taken stays what it was: known to whom it invited', () => {
  const lot = { procedure: 'works-invited', status: 'failed', endedIn: 'bidding' } as const;
  expect([sees('lotItself', lot, new Set(['*'])), sees('lotItself', lot, new Set(['*', 'B']))]).toEqual([false, true]);
  expect(sees('lotItself', { ...lot, procedure: 'works-open' }, new Set(['*']))).toBe(true);
});

test('only whom it invites is offered to bid', () => {
  const offered = (letters: Letter[], procedure: string) => allowedActs({ procedure, status: 'bidding' }, ['bidder-signatory'], new Set(letters)).includes('bid.submit');
  expect([offered(['*'], 'works-invited'), offered(['*', 'B'], 'works-invited'), offered(['*'], 'works-open')]).toEqual([false, true, true]);
});
