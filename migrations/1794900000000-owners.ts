import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an earlier module keeps for later ones no longer names their tables: a room has an owner of some kind, a hold and a request say in print what they are about.
 */
export class Owners1794900000000 implements MigrationInterface {
  name = 'Owners1794900000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table room drop constraint room_tender_id_fkey, drop constraint room_kind_check;
      alter table room rename column tender_id to owner_id;
      alter table room rename constraint room_tender_id_kind_key to room_owner_id_kind_key;
      alter table room add column owner_kind text not null default 'tender';
      alter table room alter column owner_kind drop default;
      alter table hold add column lot text;
      update hold set lot = (select t.code from tender t where t.id = hold.tender_id) where tender_id is not null;
      alter table proposal add column subject jsonb not null default '{}';
      update proposal p set subject = jsonb_build_object('projectName', j.name, 'projectCode', j.code, 'lot', (select t.code from tender t where t.id = p.object_id)) from project j where j.id = p.project_id;
      alter table proposal alter column subject drop default`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table proposal drop column subject;
      alter table hold drop column lot;
      alter table room drop column owner_kind;
      alter table room rename column owner_id to tender_id;
      alter table room rename constraint room_owner_id_kind_key to room_tender_id_kind_key;
      alter table room add constraint room_kind_check check (kind in ('opening', 'evaluation')), add constraint room_tender_id_fkey foreign key (tender_id) references tender`);
  }
}
