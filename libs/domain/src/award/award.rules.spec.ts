import { terms } from '@law';
import { decidedChoice, rankedChoice } from './award.rules';

const candidate = (bidId: string, rank: number | null) => ({ bidId, bidder: `B${bidId}`, priceFen: '1', rank });
const outcome = (choice: ReturnType<typeof rankedChoice>) => ('refusal' in choice ? `${choice.refusal.code} ${choice.refusal.article}` : choice.candidate.bidId);

const RANKED = [candidate('c', 3), candidate('a', 1), candidate('b', 2)];
const gaveUp = (...ids: string[]) => ids.map((bidId) => ({ bidId, reason: 'x' }));

test.each<[string, Parameters<typeof rankedChoice>[0], string, string]>([
  ['the first', { candidates: RANKED, givenUp: [] }, 'a', 'a'],
  ['the second while the first stands', { candidates: RANKED, givenUp: [] }, 'b', 'award.not-first TBR-55'],
  ['the first who gave up', { candidates: RANKED, givenUp: gaveUp('a') }, 'a', 'award.not-candidate TBR-53'],
  ['the second after that', { candidates: RANKED, givenUp: gaveUp('a') }, 'b', 'b'],
  ['the third after that', { candidates: RANKED, givenUp: gaveUp('a') }, 'c', 'award.not-first TBR-55'],
  ['the third when two gave up', { candidates: RANKED, givenUp: gaveUp('b', 'a') }, 'c', 'c'],
  ['anybody when all gave up', { candidates: RANKED, givenUp: gaveUp('a', 'b', 'c') }, 'a', 'award.not-candidate TBR-53'],
  ['somebody who is no candidate', { candidates: RANKED, givenUp: [] }, 'z', 'award.not-candidate TBR-53'],
  ['one of two firsts', { candidates: [candidate('a', 1), candidate('b', 1)], givenUp: [] }, 'a', 'award.tie-undecided TBR-55'],
  ['the other first after one gave up', { candidates: [candidate('a', 1), candidate('b', 1)], givenUp: gaveUp('a') }, 'b', 'b'],
])('ranked: %s', (_what, award, bidId, expected) => expect(outcome(rankedChoice(award, { bidId }))).toBe(expected));

const NEW = terms('cn-9901-construction-2019');
const decide = (votes: string[], bidId: string, { givenUp = [] as { bidId: string; reason: string }[], names = ['N0', '赵 钱'] } = {}) =>
  outcome(
    decidedChoice(
      { candidates: ['a', 'b', 'c'].map((id) => candidate(id, null)), givenUp },
      { bidId, decision: { place: 'x', members: votes.map((vote, i) => ({ name: names[i] ?? `n${i}`, position: 'p', vote })) } },
      NEW,
    ),
  );

test.each<[string, string[], string, string]>([
  ['most of seven', [...'aaaabbc'], 'a', 'a'],
  ['most without a majority', [...'aaabbcc'], 'a', 'a'],
  ['five members', [...'aaaaa'], 'a', 'award.decision-committee TBR-55'],
  ['eight members', [...'aaaaabbc'], 'a', 'award.decision-committee TBR-55'],
  ['nine members', [...'aaaaabbcc'], 'a', 'a'],
  ['a tie at the top', [...'aaabbbc'], 'a', 'award.decision-tie 1117-2'],
  ['another than the one with most votes', [...'aaaabbc'], 'b', 'award.decision-other TBR-55'],
  ['a vote for somebody else', [...'aaaabbz'], 'a', 'award.not-candidate TBR-53'],
])('decided: %s', (_what, votes, bidId, expected) => expect(decide(votes, bidId)).toBe(expected));

test('decided: nobody votes twice, for one who gave up, or where the method ranks', () => {
  for (const names of [
    ['n6'],
    ['赵钱', '赵 钱'],
    ['赵钱', '孙', '李', '赵·钱'],
    ['Ｎ６'], // negative control: names compared as texts find the first alone
  ])
    expect([names, decide([...'aaaabbc'], 'a', { names })]).toEqual([names, 'award.decision-committee TBR-55']);
  expect(decide([...'aaaabbc'], 'a', { givenUp: gaveUp('a') })).toBe('award.not-candidate TBR-53');
  const minutes = { place: 'x', members: [] };
  expect(outcome(rankedChoice({ candidates: RANKED, givenUp: [] }, { bidId: 'a', decision: minutes }))).toBe('award.decision-not-used TBR-55');
  expect(outcome(decidedChoice({ candidates: RANKED, givenUp: [] }, { bidId: 'a' }, NEW))).toBe('award.decision-missing TBR-55');
});
