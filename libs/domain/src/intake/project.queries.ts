import type { Invitation } from '@kernel';
import type { ProjectStatus } from './project.machine';
import { onSideSql, PROJECT_SIDES } from './side';
import { type Caller, type Db, hasRole } from '@platform/db';

export interface ProjectRow {
  id: string;
  code: string | null;
  name: string;
  category: string;
  kind: string;
  region: string;
  status: ProjectStatus;
  createdAt: Date;
  registeredAt: Date | null;
  returnReason: string | null;
  tenderer: string;
  tendererUscc: string;
  agency: string | null;
  approvalNumber: string;
  fundsSource: string;
  estimateFen: string | null;
  mandate: string | null;
  stateControlled: boolean;
  mandatory: boolean;
  /** A value of `@procedure`. */
  procedure: string;
  invitation: Invitation | null;
  ruleset: string | null;
  holds: { id: string; kind: string; article: string; reason: string; placedAt: string; lot: string | null }[];
}

interface Listed {
  status?: string | undefined;
  id?: string | undefined;
  after?: string | undefined;
  limit: number;
}

/** Those that stand behind it in the list, the newest first. */
function behind(after: string): string {
  const at = `(select x.created_at from project x where x.id = ${after}::uuid)`;
  return `p.created_at <= ${at} and (p.created_at < ${at} or p.id > ${after}::uuid)`;
}

/** Those of the own side for tenderer and agency; what was submitted for the entry officer; all registered ones for the bureau. */
export function listProjects(db: Db, { actor }: Caller, { status, id, after, limit }: Listed): Promise<ProjectRow[]> {
  const params: unknown[] = [];
  const place = (value: unknown) => `$${params.push(value)}`;
  // only what this caller may see stands in the question: an office that he has not, asked in it, would keep the order of an index from being used
  const mine = [
    onSideSql(actor, place, PROJECT_SIDES),
    ...(hasRole(actor, 'entry-officer') ? [`p.status <> 'draft'`] : []),
    ...(hasRole(actor, 'bureau-officer') ? [`p.status in ('registered', 'archived')`] : []),
  ];
  const where = [`(${mine.join(' or ')})`, ...(status ? [`p.status = ${place(status)}`] : []), ...(id ? [`p.id = ${place(id)}`] : []), ...(after ? [behind(place(after))] : [])];
  return db.read(
    `select p.id, p.code, p.name, p.category, p.kind, p.region, p.status, p.created_at as "createdAt", p.registered_at as "registeredAt", p.return_reason as "returnReason", o.name as tenderer, o.uscc as "tendererUscc",
       ag.name as agency, p.approval_number as "approvalNumber", p.funds_source as "fundsSource", p.estimate_fen::text as "estimateFen", p.mandate, p.state_controlled as "stateControlled", p.mandatory, p.procedure, p.invitation, p.ruleset,
       (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'article', h.article, 'reason', h.reason, 'placedAt', h.placed_at, 'lot', h.lot) order by h.placed_at), '[]') from hold h where h.project_id = p.id and h.lifted_at is null) as holds
     from project p join organisation o on o.id = p.tenderer_id left join organisation ag on ag.id = p.agency_id
     where ${where.join(' and ')}
     order by p.created_at desc, p.id limit ${place(limit)}`,
    params,
    { varies: true },
  );
}
