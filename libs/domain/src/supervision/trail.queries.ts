import { type Caller, type Db, notFound } from '@platform/db';
import { type Info, sees, seesAnywhere } from '@procedure';
import type { Sides } from '../intake';
import { lettersOf, LOT_HEAD, type LotHead } from '../tender';
import { tellable } from './disclosures';

/** One entry of the audit trail, without the serial number that all share. */
export interface TrailEntry {
  id: string;
  at: Date;
  actorLogin: string;
  organisationId: string | null;
  ip: string;
  requestId: string;
  act: string;
  objectType: string;
  objectId: string;
  outcome: 'done' | 'refused' | 'failed';
  /** What was done, in the act's own terms; absent for those who see only that it was done (V31). */
  detail?: Record<string, unknown>;
}

export interface TrailFilter {
  /** The entry with which the page before ended. */
  after?: string | undefined;
  limit: number;
  act?: string | undefined;
  actor?: string | undefined;
  outcome?: 'done' | 'refused' | undefined;
  /** First and last day, by Beijing's calendar. */
  from?: string | undefined;
  to?: string | undefined;
}

type Row = Required<TrailEntry>;

export const PROJECT_TRAIL = `select id, at, actor_login as "actorLogin", organisation_id as "organisationId", ip, request_id as "requestId", act,
  object_type as "objectType", object_id as "objectId", outcome, detail
from audit_entry where project_id = $1 and act = any($2) and ($4::text is null or position($4 in act) > 0) and ($5::text is null or position($5 in actor_login) > 0)
  and ($6::text is null or (outcome = 'done') = ($6 = 'done'))
  and ($7::date is null or at >= $7::date::timestamp at time zone 'Asia/Shanghai') and ($8::date is null or at < ($8::date + 1)::timestamp at time zone 'Asia/Shanghai')
  and ($9::uuid is null or (at, seq) > (select e.at, e.seq from audit_entry e where e.id = $9))
order by at, seq limit $3`;

const PROJECT = 'select tenderer_id as "tendererId", agency_id as "agencyId", id as "projectId" from project where id = $1';
const LOTS = `select ${LOT_HEAD} from tender t where t.project_id = $1`;

/** What this caller may know of a project now. Its entries are not told apart by lot: what one lot still hides, the project hides. */
async function knowledgeOf(db: Db, { actor }: Caller, projectId: string): Promise<(info: Info) => boolean> {
  const [[project], lots] = await Promise.all([db.read<Sides>(PROJECT, [projectId]), db.read<{ lot: LotHead }>(LOTS, [projectId])]);
  if (!project) return notFound('project');
  const letters = lettersOf(actor, project);
  return (info) => (lots.length ? lots.every(({ lot }) => sees(info, lot, letters)) : seesAnywhere(info, 'before-notice', letters));
}

/** The trail of one project, oldest first, as this caller may see it now. What he may not know is left out before pages are cut, so that their length tells nothing. */
export async function projectTrail(db: Db, caller: Caller, projectId: string, { after, limit, act, actor, outcome, from, to }: TrailFilter): Promise<{ entries: TrailEntry[]; next: string | null }> {
  const knows = await knowledgeOf(db, caller, projectId);
  if (!knows('auditEntry')) return notFound('project');
  const asked = [act || null, actor || null, outcome ?? null, from ?? null, to ?? null, after ?? null];
  const rows = await db.read<Row>(PROJECT_TRAIL, [projectId, tellable(knows), limit + 1, ...asked]);
  const entries = rows.slice(0, limit).map(({ detail, ...entry }) => ({ ...entry, ...(knows('auditDetail') ? { detail } : {}) }));
  return { entries, next: rows.length > limit ? entries.at(-1)!.id : null };
}
