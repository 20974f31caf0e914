import { type Info, KEPT, type Letter, phaseOf, PROCEDURES, seers, type StageCode } from '@procedure';

/** A reader as rows give him: `w.account_id`, `w.organisation_id` and `w.roles`, a JSON list of `<role>` and, for a right on one project, `<role>:<project>`. */
const holds = (...roles: string[]): string => `(${roles.map((role) => `w.roles ? '${role}' or w.roles ? ('${role}:' || t.project_id)`).join(' or ')})`;

/** The letters that rights give, as `lettersOf` does. B, K and M are told by those who know bids, trustees and seats. */
const BY_RIGHT: Partial<Record<Letter, string>> = {
  T: `(w.organisation_id = t.tenderer_id and ${holds('tenderer-officer', 'tenderer-approver')})`,
  A: `(w.organisation_id = t.agency_id and ${holds('agency-officer')})`,
  H: holds('hall-operator'),
  S: holds('bureau-officer'),
  X: holds('audit-admin'),
  '*': 'true',
};

/** Where a tender stands for those who look: one that ended stays where it ended. */
const STANDS = `(case when t.status = any('{${KEPT.join()}}') then coalesce(t.ended_in, 'bidding') else t.status end)`;

/** Where a letter sees it, as rows of `(procedure, stage)`. */
const placesOf = (info: Info, letter: Letter): string[] =>
  PROCEDURES.flatMap(({ id, stages, sight }) =>
    (Object.keys(stages) as StageCode[]).flatMap((stage) => (!KEPT.includes(stage) && seers(sight, info, phaseOf({ status: stage, endedIn: null })).includes(letter) ? [`('${id}', '${stage}')`] : [])),
  );

/** A condition over a tender `t` as one over the room `r` that it owns. */
export const ofLot = (condition: string): string => `exists (select 1 from tender t where t.id = r.owner_id and r.owner_kind = 'tender' and ${condition})`;

/** `sees` as a condition over a tender `t` and a reader `w`, for questions about many at once. `more`: conditions of letters that other modules know. */
export function seesSql(info: Info, more: Partial<Record<Letter, string>> = {}): string {
  const ways = (Object.entries({ ...BY_RIGHT, ...more }) as [Letter, string][]).flatMap(([letter, condition]) => {
    const places = placesOf(info, letter);
    return places.length ? [`(${condition} and (t.procedure, ${STANDS}) in (${places.join(', ')}))`] : [];
  });
  return `(${ways.join(' or ') || 'false'})`;
}
