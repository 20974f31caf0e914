import { type Caller, type Db, hasRole } from '@platform/db';

/** Own projects for tenderer and agency; what waits for acceptance for the entry officer; all registered ones for the bureau. */
export function listProjects(db: Db, { actor }: Caller, { status, limit }: { status?: string | undefined; limit: number }): Promise<unknown[]> {
  const office = hasRole(actor, 'entry-officer');
  const bureau = hasRole(actor, 'bureau-officer');
  return db.read(
    `select p.id, p.code, p.name, p.category, p.region, p.status, p.created_at as "createdAt", p.registered_at as "registeredAt", p.return_reason as "returnReason", o.name as tenderer,
       (select coalesce(jsonb_agg(h.kind), '[]') from hold h where h.project_id = p.id and h.lifted_at is null) as holds
     from project p join organisation o on o.id = p.tenderer_id
     where (p.tenderer_id = $1 or p.agency_id = $1 or ($2 and p.status = 'submitted') or ($3 and p.status in ('registered', 'archived'))) and ($4::text is null or p.status = $4)
     order by p.created_at desc, p.id limit $5`,
    [actor.organisationId, office, bureau, status ?? null, limit],
  );
}
