import { nameKey, type Refusal } from '@kernel';
import type { Rules } from '@law';
import type { FixWinner } from './award.dto';
import type { Award, Candidate, Decision } from './award.entity';
import { R } from './award.refusals';

export type Choice = { candidate: Candidate; decision: Decision | null } | { refusal: Refusal };

/** Ranked candidates: the first of those still in wins (TBR 55). */
export function rankedChoice({ candidates, givenUp }: Pick<Award, 'candidates' | 'givenUp'>, { bidId, decision }: FixWinner): Choice {
  if (decision) return { refusal: R.decisionNotUsed({}, '/decision') };
  const out = new Set(givenUp.map((one) => one.bidId));
  const standing = candidates.filter((one) => !out.has(one.bidId)).sort((a, b) => a.rank! - b.rank!);
  const candidate = standing.find((one) => one.bidId === bidId);
  if (!candidate) return { refusal: R.notCandidate({}, '/bidId') };
  const first = standing.filter((one) => one.rank === standing[0]!.rank);
  if (first.length > 1) return { refusal: R.tieUndecided() };
  return candidate === first[0] ? { candidate, decision: null } : { refusal: R.notFirst({ first: first[0]!.bidder }, '/bidId') };
}

/** Unranked candidates: a decision committee of the tenderer votes; most votes win, lots never (1117(2)). */
export function decidedChoice(award: Pick<Award, 'candidates' | 'givenUp'>, dto: FixWinner, { decisionCommitteeMin: min, decision: rule }: Rules): Choice {
  const { decision } = dto;
  if (!decision) return { refusal: R.decisionMissing({}, '/decision') };
  const { members } = decision;
  const different = new Set(members.map(({ name, position }) => `${nameKey(name)}/${nameKey(position)}`)).size === members.length;
  if (members.length < min || members.length % 2 === 0 || !different) return { refusal: R.decisionCommittee({ min, members: members.length }, '/decision/members') };
  const out = new Set(award.givenUp.map((one) => one.bidId));
  const standing = award.candidates.filter((one) => !out.has(one.bidId));
  if (members.some((member) => !standing.some((one) => one.bidId === member.vote))) return { refusal: R.notCandidate({}, '/decision/members') };
  const votes = Object.fromEntries(standing.map((one) => [one.bidId, members.filter((member) => member.vote === one.bidId).length]));
  const most = Math.max(...Object.values(votes));
  const winners = standing.filter((one) => votes[one.bidId] === most);
  if (winners.length !== 1) return { refusal: R.decisionTie({}, '/decision/members') };
  if (winners[0]!.bidId !== dto.bidId) return { refusal: R.decisionOther({ winner: winners[0]!.bidder }, '/bidId') };
  return { candidate: winners[0]!, decision: { ...decision, votes, basis: rule?.basis.zh ?? '' } };
}
