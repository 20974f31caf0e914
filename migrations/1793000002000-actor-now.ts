import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What somebody may do is asked when his request comes, and what he does begins later: after his upload, his password, an authority's answer. So each act asks once more
 * where it is done. The account stays as it is until the act's commit: a suspension waits for what is under way, and what comes after it finds it.
 */
export class ActorNow1793000002000 implements MigrationInterface {
  name = 'ActorNow1793000002000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function actor_now(p_account uuid, p_session uuid) returns jsonb language plpgsql volatile as $$
      declare standing boolean;
      begin
        select a.suspended_at is null into standing from account a where a.id = p_account for key share;
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
