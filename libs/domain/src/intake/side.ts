import { type Actor, hasRole, notFound, type Thing } from '@platform/db';

/** The tenderer's side of a project: the tenderer's own people, or those of the agency that holds its mandate (TBL 12, 15). */
export interface Sides {
  tendererId: string;
  agencyId: string | null;
  projectId: string;
}

/** Who speaks for an organisation in a project: a seat in the organisation is not enough, nor is a right on another project (roles.md 1). */
const SPEAKERS = { T: ['tenderer-officer', 'tenderer-approver'], A: ['agency-officer'] } as const;

type Side = keyof typeof SPEAKERS;

/** On which projects the actor speaks: all of his organisation, or those that are named. */
function reach(actor: Actor, side: Side): 'all' | string[] {
  const held = actor.roles.filter(({ role }) => (SPEAKERS[side] as readonly string[]).includes(role)).map(({ projectId }) => projectId);
  return held.includes(null) ? 'all' : held.filter((id) => id !== null);
}

const reaches = (actor: Actor, side: Side, projectId: string): boolean => {
  const scope = reach(actor, side);
  return scope === 'all' || scope.includes(projectId);
};

/** Whose side the actor is on in this project. */
export function sidesOf(actor: Actor, { tendererId, agencyId, projectId }: Sides): Side[] {
  if (actor.organisationId === null) return [];
  const owner = { T: tendererId, A: agencyId };
  return (['T', 'A'] as const).filter((side) => owner[side] === actor.organisationId && reaches(actor, side, projectId));
}

export const onSide = (actor: Actor, project: Sides): boolean => sidesOf(actor, project).length > 0;

export interface SideColumns {
  tenderer: string;
  agency: string;
  project: string;
}

export const TENDER_SIDES: SideColumns = { tenderer: 't.tenderer_id', agency: 't.agency_id', project: 't.project_id' };
export const PROJECT_SIDES: SideColumns = { tenderer: 'p.tenderer_id', agency: 'p.agency_id', project: 'p.id' };

/** `onSide` as a condition of a list, so that a list shows what each row's own page would: `place` keeps a value and names its parameter. */
export function onSideSql(actor: Actor, place: (value: unknown) => string, { tenderer, agency, project }: SideColumns): string {
  if (actor.organisationId === null) return 'false';
  const own = place(actor.organisationId);
  const ways = (['T', 'A'] as const).flatMap((side) => {
    const scope = reach(actor, side);
    if (scope !== 'all' && scope.length === 0) return [];
    const owns = `${side === 'T' ? tenderer : agency} = ${own}::uuid`;
    return [scope === 'all' ? owns : `(${owns} and ${project} = any(${place(scope)}::uuid[]))`];
  });
  return ways.length ? `(${ways.join(' or ')})` : `(${own}::uuid is null)`; // each parameter is named, or PostgreSQL would not know its type
}

/** Whoever acts on other people's projects by his office does so where his right is for: on all, or on one. */
export function assertOffice(actor: Actor, office: 'bureau-officer' | 'entry-officer', projectId: string, what: Thing = 'project'): void {
  if (!hasRole(actor, office, projectId)) notFound(what);
}
