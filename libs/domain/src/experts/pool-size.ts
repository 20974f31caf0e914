import type { DrawRules } from '@draw';
import { refuse } from '@kernel';
import type { Terms } from '@law';
import type { Draw } from './draw.entity';
import type { RequestDraw } from './experts.dto';
import { R } from './experts.refusals';

type Needed = Pick<RequestDraw, 'needs'>;

/** Eligible people for each need; the same person may count for several. */
function eligibleFor({ needs }: Needed, rules: string, lines: string): Draw['thin'] {
  const { avoid, avoidEmployers } = JSON.parse(rules) as DrawRules;
  const people = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))
    .filter(([id, , employer]) => !(id! in avoid) && !avoidEmployers.includes(employer!));
  return needs.map((need) => ({ specialty: need.specialty, need: need.count, eligible: people.filter(([, codes]) => codes!.split(',').some((code) => code.startsWith(need.specialty))).length }));
}

/** Specialties with fewer eligible people than three times the need: shown, so that the request can be widened. Fewer than the need: refused. */
export function thinNeeds(dto: Needed, rules: string, lines: string, { drawPoolFactor }: Terms): Draw['thin'] {
  const rows = eligibleFor(dto, rules, lines);
  const short = rows.filter((row) => row.eligible < row.need);
  if (short.length > 0) refuse(R.poolTooSmall({ missing: short.map((row) => `${row.specialty} ${row.eligible}/${row.need}`) }, '/needs'));
  return rows.filter((row) => row.eligible < row.need * drawPoolFactor);
}
