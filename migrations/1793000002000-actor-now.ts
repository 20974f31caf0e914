import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody may do is asked when his request comes, and what he does begins later: after his upload, his password, an authority's answer. So each act asks once more
 * where it is done, and holds a lock on his standing until its commit: a suspension takes it for itself, so it waits for what is under way, and what comes after it finds it.
 * No row is locked for this: an act that changes one's own account would wait for itself in others.
 */
export class ActorNow1793000002000 implements MigrationInterface {
  name = 'ActorNow1793000002000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function actor_now(p_account uuid, p_session uuid) returns jsonb language plpgsql volatile as $$
      declare standing boolean;
      begin
        perform pg_advisory_xact_lock_shared(hashtextextended(p_account::text, 11));
        select a.suspended_at is null into standing from account a where a.id = p_account;
        if standing is not true then return null; end if;
        if p_session is not null and not exists (select 1 from session s where s.id = p_session and s.ended_at is null and s.expires_at > clock_timestamp()) then return null; end if;
        return coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'projectId', g.project_id)) from role_grant g
          where g.account_id = p_account and g.starts_at <= tianping_now() and (g.ends_at is null or g.ends_at > tianping_now())), '[]');
      end $$`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function actor_now(uuid, uuid)');
  }
}
