import { type Info, KEPT, type Letter, phaseOf, PROCEDURES, seers, type StageCode } from '@procedure';
import { type Actor, heldFor } from '@platform/db';

/** Who reads, as expressions of SQL: his account, his organisation, and a JSON list of `<role>` and, for a right on one project, `<role>:<project>` (`heldFor`). */
export interface ReaderSql {
  account: string;
  organisation: string;
  roles: string;
}

/** As rows `w` give him. */
const OF_ROW: ReaderSql = { account: 'w.account_id', organisation: 'w.organisation_id', roles: 'w.roles' };

/** As one who asks: `place` keeps a value and names its parameter. */
export const asked = (actor: Actor, place: (value: unknown) => string): ReaderSql => ({
  account: `${place(actor.accountId)}::uuid`,
  organisation: `${place(actor.organisationId)}::uuid`,
  roles: `${place(JSON.stringify(actor.roles.map(({ role, projectId }) => heldFor(role, projectId))))}::jsonb`,
});

/** The letters that rights and the lot itself give, as `lettersOf` does. B by a bid and M are told by those who know bids and seats. */
function byRight({ account, organisation, roles: held }: ReaderSql): Partial<Record<Letter, string>> {
  const holds = (...roles: string[]): string => `(${roles.map((role) => `${held} ? '${role}' or ${held} ? ('${role}:' || t.project_id)`).join(' or ')})`;
  return {
    '*': 'true',
    T: `(${organisation} = t.tenderer_id and ${holds('tenderer-officer', 'tenderer-approver')})`,
    A: `(${organisation} = t.agency_id and ${holds('agency-officer')})`,
    H: holds('hall-operator'),
    S: holds('bureau-officer'),
    X: holds('audit-admin'),
    B: `exists (select 1 from tender_invitee i where i.tender_id = t.id and i.organisation_id = ${organisation})`,
    K: `coalesce(t.trustees->'people' @> jsonb_build_array(jsonb_build_object('accountId', ${account}::text)), false)`,
  };
}

/** Where a tender stands for those who look: one that ended stays where it ended. */
const STANDS = `(case when t.status = any('{${KEPT.join()}}') then coalesce(t.ended_in, 'bidding') else t.status end)`;

/** Where a letter sees it, as rows of `(procedure, stage)`. */
const placesOf = (info: Info, letter: Letter): string[] =>
  PROCEDURES.flatMap(({ id, stages, sight }) =>
    (Object.keys(stages) as StageCode[]).flatMap((stage) => (!KEPT.includes(stage) && seers(sight, info, phaseOf({ status: stage, endedIn: null })).includes(letter) ? [`('${id}', '${stage}')`] : [])),
  );

/** A condition over a tender `t` as one over the room `r` that it owns. */
export const ofLot = (condition: string): string => `exists (select 1 from tender t where t.id = r.owner_id and r.owner_kind = 'tender' and ${condition})`;

/** `sees` as a condition over a tender `t` and a reader, for questions about many at once. `more`: conditions of letters that other modules know. */
export function seesSql(info: Info, more: Partial<Record<Letter, string>> = {}, reader: ReaderSql = OF_ROW): string {
  const ways = (Object.entries({ ...byRight(reader), ...more }) as [Letter, string][]).flatMap(([letter, condition]) => {
    const places = placesOf(info, letter);
    return places.length ? [`(${condition} and (t.procedure, ${STANDS}) in (${places.join(', ')}))`] : [];
  });
  return `(${ways.join(' or ') || 'false'})`;
}
