import type { Db } from '../db';

export interface AuditRow {
  seq: string;
  at: Date;
  actorLogin: string;
  organisationId: string | null;
  ip: string;
  requestId: string;
  act: string;
  objectType: string;
  objectId: string;
  outcome: 'done' | 'refused' | 'failed';
  detail: Record<string, unknown>;
}

/** The trail of one project, oldest first; `after` pages on. Acts that match `without` are left out before pages are cut, so that a page's length tells nothing of them. */
export interface TrailFilter {
  /** Sequence number after which the page begins. */
  after: string;
  limit: number;
  act?: string | undefined;
  actor?: string | undefined;
  outcome?: 'done' | 'refused' | undefined;
  /** First and last day, by Beijing's calendar. */
  from?: string | undefined;
  to?: string | undefined;
  /** A pattern of acts that are left out. */
  without?: string | undefined;
}

export function projectTrail(db: Db, projectId: string, { after, limit, act, actor, outcome, from, to, without }: TrailFilter): Promise<AuditRow[]> {
  return db.read<AuditRow>(
    `select seq::text, at, actor_login as "actorLogin", organisation_id as "organisationId", ip, request_id as "requestId", act,
            object_type as "objectType", object_id as "objectId", outcome, detail
     from audit_entry where project_id = $1 and seq > $2 and ($4::text is null or act !~ $4) and ($5::text is null or position($5 in act) > 0) and ($6::text is null or position($6 in actor_login) > 0)
       and ($7::text is null or (outcome = 'done') = ($7 = 'done'))
       and ($8::date is null or at >= $8::date::timestamp at time zone 'Asia/Shanghai') and ($9::date is null or at < ($9::date + 1)::timestamp at time zone 'Asia/Shanghai') order by audit_entry.seq limit $3`,
    [projectId, after, limit, without ?? null, act || null, actor || null, outcome ?? null, from ?? null, to ?? null],
  );
}
