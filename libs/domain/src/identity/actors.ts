import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ActorSource } from '@platform/auth';
import { type Actor, Db, type HeldRole } from '@platform/db';
import { ALL_ACTS, actsOf } from './roles';

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

interface ActorRow {
  accountId: Actor['accountId'];
  login: string;
  name: string;
  organisationId: Actor['organisationId'];
  organisationName: string;
  uscc: string;
  sessionId: string;
  roles: HeldRole[] | null;
}

const ACTOR = `select a.id as "accountId", a.login, a.name, o.id as "organisationId", o.name as "organisationName", o.uscc, s.id as "sessionId",
  (select jsonb_agg(jsonb_build_object('role', g.role, 'projectId', g.project_id)) from role_grant g
   where g.account_id = a.id and g.starts_at <= tianping_now() and (g.ends_at is null or g.ends_at > tianping_now())) as roles
from session s join account a on a.id = s.account_id join organisation o on o.id = a.organisation_id
where s.token_hash = $1 and s.ended_at is null and s.expires_at > clock_timestamp() and a.suspended_at is null`;

/** Who holds a session now: one query a request, so that a right which ended is gone with the next request. */
@Injectable()
export class Actors extends ActorSource {
  readonly permissions = ALL_ACTS;

  constructor(private readonly db: Db) {
    super();
  }

  async actorOf(token: string): Promise<Actor | undefined> {
    const [row] = await this.db.read<ActorRow>(ACTOR, [tokenHash(token)]);
    if (!row) return undefined;
    const roles = row.roles ?? [];
    return { ...row, roles, permissions: actsOf(roles.map((held) => held.role)) };
  }
}
